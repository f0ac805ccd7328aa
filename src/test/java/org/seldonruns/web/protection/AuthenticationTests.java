package org.seldonruns.web.protection;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import org.seldonruns.security.FakeReviews;
import org.seldonruns.web.problem.ProblemType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seldonruns.web.problem.ProblemAssertions.assertThatProblem;

@AuthenticatedWebTest
class AuthenticationTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private FakeReviews reviews;

	@ParameterizedTest
	@ValueSource(strings = { "/runs", "/runs/events", "/runs/x", "/nothing", "/actuator", "/actuator/info",
			"/actuator/sbom", "/actuator/prometheus", "/actuator/env" })
	void requestsNeedToken(String path) {
		MvcTestResult response = mvc.get().uri(path).exchange();

		assertThatProblem(response, ProblemType.UNAUTHENTICATED).contains("Authorization: Bearer TOKEN");
		assertThat(response.getResponse().getHeader(HttpHeaders.WWW_AUTHENTICATE)).isEqualTo("Bearer");
	}

	@ParameterizedTest
	@CsvSource({ "POST, /runs", "DELETE, /runs/x", "POST, /runs/x/cancel", "PUT, /runs" })
	void changesNeedToken(HttpMethod method, String path) {
		assertThatProblem(mvc.method(method).uri(path).exchange(), ProblemType.UNAUTHENTICATED).isNotBlank();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Bearer eve", "bearer eve", "Bearer", "Bearer a b", "Bearer eyJhbGciOiJub25lIn0.e30." })
	void unknownTokensAreRejected(String authorization) {
		MvcTestResult response = mvc.get().uri("/runs").header(HttpHeaders.AUTHORIZATION, authorization).exchange();

		assertThatProblem(response, ProblemType.UNAUTHENTICATED).contains("expired").doesNotContain("eve");
		assertThat(response.getResponse().getHeader(HttpHeaders.WWW_AUTHENTICATE))
			.isEqualTo("Bearer error=\"invalid_token\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Basic YW5uOmFubg==", "Token ann", "ann" })
	void otherAuthenticationSchemesAreIgnored(String authorization) {
		reviews.knows("ann");

		assertThatProblem(mvc.get().uri("/runs").header(HttpHeaders.AUTHORIZATION, authorization).exchange(),
				ProblemType.UNAUTHENTICATED)
			.contains("Authorization: Bearer TOKEN");
	}

	@Test
	void tokenInQueryIsIgnored() {
		reviews.knows("ann");

		assertThatProblem(mvc.get().uri("/runs?access_token=ann").exchange(), ProblemType.UNAUTHENTICATED).isNotBlank();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/runs", "/actuator/info", "/actuator/prometheus", "/actuator/sbom" })
	void knownTokensAreAccepted(String path) {
		reviews.knows("ann");

		assertThat(mvc.get().uri(path).header(HttpHeaders.AUTHORIZATION, "Bearer ann")).hasStatusOk();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness",
			"/v3/api-docs", "/v3/api-docs.yaml", "/swagger-ui/index.html", "/problems/forbidden" })
	void healthAndDocumentsAreOpen(String path) {
		assertThat(mvc.get().uri(path)).hasStatusOk();
	}

	@Test
	void openApiDocumentDeclaresBearerToken() {
		assertThat(mvc.get().uri("/v3/api-docs")).bodyJson()
			.extractingPath("$.components.securitySchemes.token.scheme")
			.isEqualTo("bearer");
	}

	@Test
	void requestsFailIfApiServerIsUnavailable() {
		reviews.knows("ann");
		reviews.isUnavailable("the API server responded with 429: slow down", Duration.ofSeconds(7));

		MvcTestResult response = mvc.get().uri("/runs").header(HttpHeaders.AUTHORIZATION, "Bearer ann").exchange();

		assertThatProblem(response, ProblemType.CLUSTER_UNAVAILABLE).contains("slow down");
		assertThat(response.getResponse().getHeader(HttpHeaders.RETRY_AFTER)).isEqualTo("7");
		assertThat(response.getResponse().getHeader(HttpHeaders.WWW_AUTHENTICATE)).isNull();
		assertThat(mvc.get().uri("/actuator/health/liveness").header(HttpHeaders.AUTHORIZATION, "Bearer ann"))
			.hasStatusOk();
	}

}
