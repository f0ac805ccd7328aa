package org.seldonruns.web.openapi;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import org.seldonruns.web.query.PredictPath;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import org.seldonruns.security.SecurityMode;
import org.seldonruns.security.SecuritySettings;
import org.seldonruns.web.query.RunParameterSettings;
import org.seldonruns.web.view.RunCursor;

/** Configures the general part of the OpenAPI document. */
@Configuration(proxyBeanMethods = false)
class ApiDocument {

	static {
		// springdoc would otherwise expand these types into parameters.
		SpringDocUtils.getConfig()
			.addSimpleTypesForParameterObject(RunCursor.class, PredictPath.class, Map.class)
			.removeRequestWrapperToIgnore(Map.class);
	}

	private static final String TOKEN = "token";

	private static final List<String> TAGS = List.of("Runs", "Streams", "Problems");

	@Bean
	OpenAPI openApi(ObjectProvider<BuildProperties> build, SecuritySettings security) {
		BuildProperties properties = build.getIfAvailable();
		String version = (properties != null && properties.getVersion() != null) ? properties.getVersion()
				: "development";
		OpenAPI document = new OpenAPI();
		if (security.mode() == SecurityMode.KUBERNETES) {
			document.addSecurityItem(new SecurityRequirement().addList(TOKEN))
				.schemaRequirement(TOKEN, new SecurityScheme().type(SecurityScheme.Type.HTTP)
					.scheme("bearer")
					.description("A token that the API server of the cluster accepts, such as one from kubectl create "
							+ "token. If seldon-runs.security.audiences is set, add --audience with one of "
							+ "these audiences."));
		}
		return document.addServersItem(new Server().url("/"))
			.info(new Info().title("seldon-runs")
				.version(version)
				.description(
						"Runs a SeldonDeployment through its lifecycle on a cluster: creates it, waits until it is "
								+ "ready, scales it, waits again and deletes it. A run has a timeline and, if it "
								+ "failed, the cause with its evidence. Every error is a problem (RFC 9457); its type "
								+ "is the path of its documentation.")
				.license(new License().name("Apache-2.0").url("https://www.apache.org/licenses/LICENSE-2.0")));
	}

	/** Sorts the tags; springdoc has no order of its own. */
	@Bean
	OpenApiCustomizer orderOfTags() {
		return (document) -> document.getTags().sort(Comparator.comparingInt(tag -> TAGS.indexOf(tag.getName())));
	}

	/** Sets the configured defaults and maxima of the parameters of a run. */
	@Bean
	OperationCustomizer configuredParameters(RunParameterSettings settings) {
		return (operation, handler) -> {
			if ("startRun".equals(operation.getOperationId())) {
				Map<String, Schema<?>> parameters = new HashMap<>();
				operation.getParameters()
					.forEach(parameter -> parameters.put(parameter.getName(), parameter.getSchema()));
				set(parameters, "replicas", settings.replicas());
				set(parameters, "timeout", format(settings.timeout()));
				set(parameters, "deleteTimeout", format(settings.deleteTimeout()));
				Objects.requireNonNull(parameters.get("replicas"))
					.setMaximum(BigDecimal.valueOf(settings.maxReplicas()));
			}
			return operation;
		};
	}

	private static void set(Map<String, Schema<?>> parameters, String name, Object value) {
		Objects.requireNonNull(parameters.get(name)).setDefault(value);
	}

	/**
	 * Formats a duration in the syntax of the parameters: with the largest unit that
	 * needs no fraction, otherwise in ISO 8601.
	 */
	private static String format(Duration duration) {
		return Stream.of(ChronoUnit.HOURS, ChronoUnit.MINUTES, ChronoUnit.SECONDS, ChronoUnit.MILLIS)
			.filter(unit -> duration.equals(Duration.of(duration.dividedBy(unit.getDuration()), unit)))
			.findFirst()
			.map(unit -> DurationStyle.SIMPLE.print(duration, unit))
			.orElseGet(duration::toString);
	}

}
