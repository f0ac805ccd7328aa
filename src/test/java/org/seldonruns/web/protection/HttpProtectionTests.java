package org.seldonruns.web.protection;

import java.net.URI;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.seldonruns.lifecycle.FakeRunService;
import org.seldonruns.web.TestRuns;
import org.seldonruns.web.WebTest;
import org.seldonruns.web.problem.ProblemType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seldonruns.web.problem.ProblemAssertions.assertThatProblem;

/** Tests rejected requests and the security headers of responses. */
@WebTest
@ExtendWith(OutputCaptureExtension.class)
class HttpProtectionTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private FakeRunService runs;

	@ParameterizedTest
	@CsvSource({ "Sec-Fetch-Site, cross-site", "Sec-Fetch-Site, same-site", "Origin, http://another.example",
			"Origin, null", "Origin, http://[" })
	void crossSiteRequestsAreRejected(String header, String value) {
		for (String path : new String[] { "/runs", "/runs/events", "/nothing", "/actuator/health",
				"/actuator/prometheus", "/v3/api-docs", "/swagger-ui/index.html", "/problems" }) {
			MvcTestResult response = mvc.get().uri(path).header(header, value).exchange();
			assertThatProblem(response, ProblemType.CROSS_SITE).contains(header);
			assertStrict(response);
		}
		assertThatProblem(start().header(header, value).exchange(), ProblemType.CROSS_SITE);
		assertThat(runs.requests()).isEmpty();
	}

	@Test
	void preflightRequestsAreRejected() {
		for (String path : new String[] { "/runs", "/actuator/health", "/v3/api-docs" }) {
			MvcTestResult response = mvc.method(HttpMethod.OPTIONS)
				.uri(path)
				.header("Origin", "http://another.example")
				.header("Access-Control-Request-Method", "POST")
				.exchange();
			assertThatProblem(response, ProblemType.CROSS_SITE).contains("Origin");
			assertStrict(response);
		}
	}

	@Test
	void sameOriginPageStartsRun() {
		MvcTestResult response = start().header("Sec-Fetch-Site", "same-origin")
			.header("Sec-Fetch-Mode", "cors")
			.header("Origin", "http://localhost")
			.exchange();
		assertThat(response).hasStatus(202);
		assertStrict(response);
		assertThat(runs.requests()).hasSize(1);
	}

	@Test
	void linkFromAnotherSiteOpensAPage() {
		assertThat(mvc.get()
			.uri("/swagger-ui/index.html")
			.header("Sec-Fetch-Site", "cross-site")
			.header("Sec-Fetch-Mode", "navigate")
			.header("Sec-Fetch-Dest", "document")).hasStatusOk();
	}

	@Test
	void requestsForOtherHostsAreRejected() {
		for (String path : new String[] { "/runs", "/actuator/health", "/swagger-ui/index.html", "/nothing",
				"/runs;x" }) {
			MvcTestResult response = mvc.get().uri(URI.create("http://another.example:8080" + path)).exchange();
			assertThatProblem(response, ProblemType.WRONG_HOST).contains("\"another.example\"",
					"seldon-runs.security.hosts");
			assertStrict(response);
		}
		assertThat(mvc.get().uri(URI.create("http://[::1]:8080/runs"))).hasStatusOk();
	}

	@Test
	void auditLogHasRequestsForOtherHosts(CapturedOutput output) {
		mvc.get().uri(URI.create("http://another.example/runs")).exchange();

		assertThat(output.getOut().lines().filter(line -> line.contains(AuditTrail.NAME))).singleElement()
			.asString()
			.endsWith("user=\"-\" client=127.0.0.1 request=\"GET /runs\" resource=- run=- status=421");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/runs;x=1", "/runs/../problems", "//runs", "/./runs", "/runs/%2e", "/runs/a%2fb",
			"/runs/%25", "/runs/%00", "/runs/%0a", "/runs/%5c", "/runs/\u0661" })
	void pathThatIsNotNormalizedIsMalformed(String path) {
		MvcTestResult response = mvc.get().uri(URI.create("http://localhost" + path)).exchange();
		assertThatProblem(response, ProblemType.MALFORMED_REQUEST).contains("path");
		assertStrict(response);
	}

	@Test
	void controlCharactersInParameterNamesAreMalformed() {
		assertThatProblem(mvc.get().uri("/actuator/health").queryParam("a\u0001", "1").exchange(),
				ProblemType.MALFORMED_REQUEST)
			.contains("control character");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/runs", "/runs/x", "/nothing", "/problems/run-not-found", "/swagger-ui.html",
			"/swagger-ui/index.html", "/swagger-ui/swagger-ui-bundle.js", "/v3/api-docs", "/actuator/health" })
	void everyResponseHasSecurityHeaders(String path) {
		assertStrict(mvc.get().uri(path).exchange());
		assertThat(mvc.get().uri(path)).doesNotContainHeader("Strict-Transport-Security");
	}

	@Test
	void tlsResponsesHaveHsts() {
		assertThat(mvc.get().uri("/runs").secure(true)).hasHeader("Strict-Transport-Security", "max-age=31536000");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/swagger-ui/index.html", "/swagger-ui/swagger-ui-bundle.js",
			"/swagger-ui/swagger-initializer.js", "/swagger-ui/swagger-ui.css" })
	void pagesAreNotCached(String path) {
		assertThat(mvc.get().uri(path).exchange().getResponse().getHeader("Cache-Control")).contains("no-store");
	}

	private MockMvcTester.MockMvcRequestBuilder start() {
		return mvc.post().uri("/runs?namespace=seldon").contentType(MediaType.TEXT_PLAIN).content(TestRuns.MANIFEST);
	}

	private static void assertStrict(MvcTestResult response) {
		assertThat(response).hasHeader("X-Content-Type-Options", "nosniff")
			.hasHeader("X-Frame-Options", "DENY")
			.hasHeader("Referrer-Policy", "no-referrer")
			.hasHeader("Cross-Origin-Opener-Policy", "same-origin")
			.hasHeader("Cross-Origin-Resource-Policy", "same-origin")
			.containsHeader("Permissions-Policy");
		assertThat(response.getResponse().getHeader("Content-Security-Policy")).startsWith("default-src 'none'; ")
			.contains("script-src 'self';", "frame-ancestors 'none'");
		assertThat(response.getResponse().getHeader("Cache-Control")).containsAnyOf("no-store", "no-cache, private");
		assertThat(response.getResponse().getHeaderNames()).noneMatch(name -> name.startsWith("Access-Control-"));
	}

}
