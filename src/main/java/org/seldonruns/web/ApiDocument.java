package org.seldonruns.web;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.servers.Server;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the OpenAPI document says of the service as a whole. */
@Configuration(proxyBeanMethods = false)
class ApiDocument {

	@Bean
	OpenAPI openApi(ObjectProvider<BuildProperties> build) {
		BuildProperties properties = build.getIfAvailable();
		String version = (properties != null && properties.getVersion() != null) ? properties.getVersion()
				: "development";
		return new OpenAPI().addServersItem(new Server().url("/"))
			.info(new Info().title("seldon-runs")
				.version(version)
				.description(
						"Rehearses the whole life of a SeldonDeployment on a cluster: creates it, waits until it is "
								+ "ready, scales it, waits again, deletes it, and hands back a timed history with the evidence. "
								+ "Every error is a problem (RFC 9457) whose type is the path of its documentation.")
				.license(new License().name("Apache-2.0").url("https://www.apache.org/licenses/LICENSE-2.0")));
	}

}
