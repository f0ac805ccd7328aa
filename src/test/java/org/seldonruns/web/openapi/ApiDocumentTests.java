package org.seldonruns.web.openapi;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.QueryParameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.seldonruns.run.request.FieldValidation;
import org.seldonruns.web.query.QueryFormats;
import org.seldonruns.web.query.RunParameterSettings;
import org.springframework.web.method.HandlerMethod;

import static org.assertj.core.api.Assertions.assertThat;

class ApiDocumentTests {

	@ParameterizedTest
	@CsvSource({ "PT90S, 90s", "PT1H30M, 90m", "PT1.5S, 1500ms", "PT0.001S, 1ms", "PT1M, 1m", "PT24H, 24h",
			"PT1H0.001S, 3600001ms", "PT0.0015S, PT0.0015S", "PT3661S, 3661s" })
	void configuredDurationIsAcceptedAsParameter(Duration setting, String shown) {
		Map<String, Schema<?>> parameters = documented(new RunParameterSettings(2, 100, setting, Duration.ofHours(24),
				setting, Duration.ofHours(24), Duration.ofHours(24), Duration.ofHours(1), 1000, FieldValidation.WARN));

		for (String name : List.of("timeout", "deleteTimeout")) {
			assertThat(String.valueOf(Objects.requireNonNull(parameters.get(name)).getDefault())).isEqualTo(shown)
				.matches(QueryFormats.DURATION)
				.satisfies(text -> assertThat(QueryFormats.duration(text, Duration.ofHours(24))).isEqualTo(setting));
		}
	}

	@Test
	void configuredReplicasAreShown() {
		RunParameterSettings settings = new RunParameterSettings(3, 7, Duration.ofMinutes(5), Duration.ofHours(1),
				Duration.ofMinutes(2), Duration.ofHours(1), Duration.ofHours(24), Duration.ofHours(1), 1000,
				FieldValidation.WARN);
		Schema<?> replicas = Objects.requireNonNull(documented(settings).get("replicas"));
		assertThat(replicas.getDefault()).isEqualTo(3);
		assertThat(replicas.getMaximum()).isEqualByComparingTo("7");
	}

	private static Map<String, Schema<?>> documented(RunParameterSettings settings) {
		Operation operation = new Operation().operationId("startRun")
			.addParametersItem(new QueryParameter().name("replicas").schema(new IntegerSchema()))
			.addParametersItem(new QueryParameter().name("timeout").schema(new StringSchema()))
			.addParametersItem(new QueryParameter().name("deleteTimeout").schema(new StringSchema()));
		new ApiDocument().configuredParameters(settings)
			.customize(operation, new HandlerMethod(new Object(), Object.class.getMethods()[0]));
		return operation.getParameters()
			.stream()
			.collect(Collectors.toMap(parameter -> parameter.getName(), parameter -> parameter.getSchema()));
	}

}
