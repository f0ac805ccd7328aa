package org.seldonruns.web.server;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.seldonruns.web.WebTest;

import static org.assertj.core.api.Assertions.assertThat;

@WebTest
class ActuatorTests {

	@Autowired
	private MockMvcTester mvc;

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness",
			"/actuator/info", "/actuator/sbom" })
	void endpointsAreServed(String path) {
		assertThat(mvc.get().uri(path)).hasStatusOk();
	}

	@Test
	void healthListsComponentsWithoutDetails() {
		assertThat(mvc.get().uri("/actuator/health")).bodyJson()
			.extractingPath("$.components.readinessState")
			.asMap()
			.containsOnlyKeys("status");
	}

	@Test
	void servesSoftwareBillOfMaterials() {
		assertThat(mvc.get().uri("/actuator/sbom")).bodyJson()
			.extractingPath("$.ids")
			.asArray()
			.containsExactly("application");
		assertThat(mvc.get().uri("/actuator/sbom/application")).hasStatusOk()
			.hasContentTypeCompatibleWith("application/vnd.cyclonedx+json")
			.bodyJson()
			.extractingPath("$.components[*].name")
			.asArray()
			.contains("spring-boot", "kubernetes-client")
			.doesNotContain("junit-jupiter-api", "archunit-junit5");
	}

}
