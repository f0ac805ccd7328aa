package org.seldonruns.web.protection;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.web.MockHttpServletRequest;

import static org.assertj.core.api.Assertions.assertThat;

class CrossSiteRequestTests {

	private final MockHttpServletRequest request = new MockHttpServletRequest("POST", "/runs");

	@Test
	void clientThatIsNotABrowserIsAllowed() {
		assertThat(isCrossSite()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "same-origin, false", "none, false", "same-site, true", "cross-site, true", "'', true", "x, true" })
	void secFetchSiteIdentifiesCrossSiteRequests(String site, boolean crossSite) {
		request.addHeader("Sec-Fetch-Site", site);
		assertThat(isCrossSite()).isEqualTo(crossSite);
		// As from a proxy that terminates TLS, or forged by a page.
		request.addHeader("Origin", crossSite ? "http://localhost" : "https://runs.example");
		assertThat(isCrossSite()).isEqualTo(crossSite);
	}

	@ParameterizedTest
	@CsvSource({ "GET, navigate, document, false", "HEAD, navigate, document, false", "POST, navigate, document, true",
			"GET, navigate, iframe, true", "GET, navigate, object, true", "GET, no-cors, document, true",
			"GET, cors, empty, true", "GET, no-cors, image, true" })
	void onlyNavigationIsAllowedFromOtherSites(String method, String mode, String destination, boolean crossSite) {
		request.setMethod(method);
		request.addHeader("Sec-Fetch-Site", "cross-site");
		request.addHeader("Sec-Fetch-Mode", mode);
		request.addHeader("Sec-Fetch-Dest", destination);
		assertThat(isCrossSite()).isEqualTo(crossSite);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://another.example", "https://localhost:8080", "http://localhost",
			"http://localhost:81", "http://127.0.0.1:8080", "http://runs.localhost:8080", "null", "", "http://[",
			"http://localhost:8080:8080", "http://localhost:x", "localhost:8080", "%%%",
			"http://localhost:8080, http://another.example" })
	void foreignOrMalformedOriginIsCrossSite(String origin) {
		served("http", "localhost", 8080);
		request.addHeader("Origin", origin);
		assertThat(isCrossSite()).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "http://localhost:8080, http, localhost, 8080", "http://localhost, http, localhost, 80",
			"https://runs.example, https, runs.example, 443", "http://[::1]:8080, http, [::1], 8080" })
	void sameOriginIsAllowed(String origin, String scheme, String host, int port) {
		served(scheme, host, port);
		request.addHeader("Origin", origin);
		assertThat(isCrossSite()).isFalse();
	}

	@Test
	void preflightRequestIsCrossSite() {
		request.setMethod("OPTIONS");
		request.addHeader("Origin", "http://localhost");
		assertThat(isCrossSite()).isFalse();
		request.addHeader("Access-Control-Request-Method", "POST");
		assertThat(isCrossSite()).isTrue();
	}

	private void served(String scheme, String host, int port) {
		request.setScheme(scheme);
		request.setServerName(host);
		request.setServerPort(port);
	}

	private boolean isCrossSite() {
		return new CrossSiteRequest().matches(request);
	}

}
