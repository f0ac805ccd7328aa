package org.seldonruns.web.protection;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.seldonruns.web.TestRuns;
import org.seldonruns.web.WebTestApplication;

import static org.assertj.core.api.Assertions.assertThat;

/** Forwarded headers are used only if a setting trusts them. */
class ForwardedHeadersTests {

	private static final String[] BY_PROXY = { "X-Forwarded-Proto", "https", "X-Forwarded-Host", "runs.example",
			"X-Forwarded-For", "192.0.2.17" };

	@ParameterizedTest
	@ValueSource(strings = { "none", "kubernetes" })
	void forwardedHeadersAreIgnoredByDefault(String platform) throws IOException {
		try (ConfigurableApplicationContext service = start("--spring.main.cloud-platform=" + platform)) {
			assertThat(get(service, "X-Forwarded-Host", "another.example", "Forwarded", "host=another.example")
				.statusCode()).isEqualTo(200);
			assertThat(get(service, BY_PROXY).headers().map()).doesNotContainKey("strict-transport-security");
			List<String> page = new ArrayList<>(List.of(BY_PROXY));
			page.addAll(List.of("Origin", "https://runs.example"));
			assertThat(get(service, page.toArray(String[]::new)).body()).contains("/problems/cross-site");
			assertThat(post(service, BY_PROXY).headers().firstValue("Location").orElseThrow()).startsWith("/runs/");
		}
	}

	@Test
	void forwardedHeadersAreUsedIfTrusted() throws IOException {
		try (ConfigurableApplicationContext service = start("--server.forward-headers-strategy=framework",
				"--seldon-runs.security.hosts=runs.example")) {
			assertThat(get(service, "X-Forwarded-Host", "another.example").statusCode()).isEqualTo(421);
			assertThat(get(service, BY_PROXY).headers().firstValue("Strict-Transport-Security")).isPresent();
			List<String> page = new ArrayList<>(List.of(BY_PROXY));
			page.addAll(List.of("Origin", "https://runs.example"));
			assertThat(get(service, page.toArray(String[]::new)).statusCode()).isEqualTo(200);
			assertThat(post(service, BY_PROXY).headers().firstValue("Location").orElseThrow()).startsWith("/runs/");
		}
	}

	private static ConfigurableApplicationContext start(String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.addAll(List.of("--server.port=0", "--seldon-runs.security.mode=none"));
		return new SpringApplicationBuilder(WebTestApplication.class).run(all.toArray(String[]::new));
	}

	private static HttpResponse<String> get(ConfigurableApplicationContext service, String... headers)
			throws IOException {
		return send(HttpRequest.newBuilder(uri(service)).headers(headers));
	}

	private static HttpResponse<String> post(ConfigurableApplicationContext service, String... headers)
			throws IOException {
		return send(HttpRequest.newBuilder(uri(service))
			.headers(headers)
			.header("Content-Type", "application/yaml")
			.POST(BodyPublishers.ofString(TestRuns.MANIFEST)));
	}

	private static URI uri(ConfigurableApplicationContext service) {
		return URI.create("http://localhost:%s/runs?namespace=seldon"
			.formatted(service.getEnvironment().getProperty("local.server.port")));
	}

	private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
		try (HttpClient client = HttpClient.newHttpClient()) {
			return client.send(request.build(), BodyHandlers.ofString());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
