package org.seldonruns.web.protection;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

/** Tests the opposite of the default access to metrics and documents. */
@AuthenticatedWebTest
@TestPropertySource(
		properties = { "seldon-runs.security.open-metrics=true", "seldon-runs.security.open-documents=false" })
class OpenAccessTests {

	@Autowired
	private MockMvcTester mvc;

	@ParameterizedTest
	@CsvSource({ "/actuator/prometheus, 200", "/actuator/health, 200", "/, 401", "/v3/api-docs, 401",
			"/v3/api-docs.yaml, 401", "/v3/api-docs/swagger-config, 401", "/swagger-ui.html, 401",
			"/swagger-ui/index.html, 401", "/problems/forbidden, 401", "/actuator/info, 401", "/runs, 401" })
	void accessFollowsSettings(String path, int status) {
		assertThat(mvc.get().uri(path)).hasStatus(status);
	}

}
