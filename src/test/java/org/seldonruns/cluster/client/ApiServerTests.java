package org.seldonruns.cluster.client;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.seldonruns.cluster.ApiResponse;
import org.seldonruns.cluster.Cluster;
import org.seldonruns.cluster.ScriptedServer;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class ApiServerTests {

	private final ScriptedServer server = new ScriptedServer();

	private final ApiServer apiServer = server.apiServer();

	@AfterEach
	void close() {
		server.close();
	}

	@Test
	void returnsBodyAndWarnings() {
		server.answers(exchange -> {
			exchange.getResponseHeaders().add("Warning", "299 - \"one\"");
			exchange.getResponseHeaders().add("Warning", "299 - \"two\"");
			ScriptedServer.answer(exchange, 201, "body");
		});

		assertThat(ask()).isEqualTo(new ApiResponse.Accepted<>("body", List.of("one", "two")));
	}

	@Test
	void sendsABodyAsJson() {
		apiServer.send("POST", "/apis/x?fieldManager=m", "application/json", List.of(1), body -> body);

		assertThat(server.asked()).containsExactly(
				new ScriptedServer.Asked("POST", "/apis/x?fieldManager=m", "application/json; charset=utf-8", "[1]"));
	}

	@Test
	void keepsBasePathOfApiServer() {
		try (ScriptedServer gateway = new ScriptedServer("/clusters/one")) {
			gateway.apiServer().send("GET", "/readyz", "text/plain", null, body -> body);

			assertThat(gateway.asked()).extracting(ScriptedServer.Asked::target)
				.containsExactly("/clusters/one/readyz");
		}
	}

	@Test
	void rejectionHasReasonAndMessageOfApiServer() {
		server.answers(409, status("\"reason\": \"AlreadyExists\", \"message\": \"iris already exists\""));

		assertThat(ask()).isEqualTo(new ApiResponse.Refused<>(409, "AlreadyExists", "iris already exists"));
	}

	@Test
	void rejectionHasTheWarningsOfTheResponse() {
		server.answers(exchange -> {
			exchange.getResponseHeaders().add("Warning", "299 - \"unknown field \\\"spec.foo\\\"\"");
			ScriptedServer.answer(exchange, 422,
					status("\"reason\": \"Invalid\", \"message\": \"bad\", \"details\": {\"name\": \"iris\"}"));
		});

		assertThat(ask())
			.isEqualTo(new ApiResponse.Refused<>(422, "Invalid", "bad", List.of("unknown field \"spec.foo\"")));
	}

	@Test
	void namesTheWebhookThatTheApiServerCannotCall() {
		String message = "Internal error occurred: failed calling webhook 'v1.kb.io': connection refused".replace("'",
				"\\\"");
		server.answers(500, status("\"message\": \"" + message + "\""));

		assertThat(ask()).isInstanceOfSatisfying(ApiResponse.Unavailable.class,
				unavailable -> assertThat(unavailable.webhook()).isEqualTo("v1.kb.io"));
	}

	@Test
	void acceptsRejectionWithoutReasonOrMessage() {
		server.answers(403, status("\"code\": 403"));

		assertThat(ask()).isEqualTo(new ApiResponse.Refused<>(403, "Unknown", "HTTP 403"));
	}

	@Test
	void distinguishesFailedPatchTestFromInvalidObject() {
		server.answers(422, status("\"reason\": \"Invalid\", \"message\": \"the server rejected our request\""));
		assertThat(ask())
			.isEqualTo(new ApiResponse.Refused<>(422, Cluster.TEST_FAILED, "the server rejected our request"));

		server.answers(422, status("\"reason\": \"Invalid\", \"message\": \"bad\", \"details\": {\"name\": \"iris\"}"));
		assertThat(ask()).isEqualTo(new ApiResponse.Refused<>(422, "Invalid", "bad"));
	}

	@Test
	void mentionsSeldonCoreOnlyIfKindIsNotServed() {
		server.answers(404, "404 page not found\n");

		assertThat(apiServer.send("GET", "/apis/machinelearning.seldon.io/v1/namespaces/here/seldondeployments/iris",
				"application/json", null, body -> body))
			.isEqualTo(new ApiResponse.Refused<>(404, "Unknown",
					"the API server does not serve seldondeployments.machinelearning.seldon.io; install Seldon Core v1"));
		assertThat(ask()).isEqualTo(new ApiResponse.Refused<>(404, "Unknown", "HTTP 404"));
	}

	@Test
	void doesNotQuoteTheHtmlOfAProxy() {
		server.answers(401, "<html><body>Please log in</body></html>");
		assertThat(ask()).isEqualTo(new ApiResponse.Refused<>(401, "Unknown", "HTTP 401"));

		server.answers(502, "<html><body>Bad gateway</body></html>");
		assertThat(ask()).isEqualTo(new ApiResponse.Unavailable<>("the API server responded with 502: HTTP 502", null));
	}

	@Test
	void returnsRetryAfter() {
		server.answers(exchange -> {
			exchange.getResponseHeaders().add("Retry-After", "7");
			ScriptedServer.answer(exchange, 429, status("\"message\": \"too many requests\""));
		});

		assertThat(ask()).isEqualTo(new ApiResponse.Unavailable<>(
				"the API server responded with 429: too many requests", Duration.ofSeconds(7)));
	}

	@Test
	void ignoresInvalidRetryAfter() {
		server.answers(exchange -> {
			exchange.getResponseHeaders().add("Retry-After", "Wed, 21 Oct 2026 07:28:00 GMT");
			ScriptedServer.answer(exchange, 429, "");
		});

		assertThat(ask()).isEqualTo(new ApiResponse.Unavailable<>("the API server responded with 429: HTTP 429", null));
	}

	@Test
	void serverErrorIsUnavailable() {
		server.answers(500, status("\"message\": \"etcdserver: request timed out\""));

		assertThat(ask()).isEqualTo(new ApiResponse.Unavailable<>(
				"the API server responded with 500: etcdserver: request timed out", null));
	}

	@Test
	void unreadableBodyIsUnavailable() {
		server.answers(201, "{\"kind\"");

		ApiResponse<Object> answer = apiServer.send("GET", "/x", "application/json", null, body -> {
			throw new IllegalStateException("unreadable");
		});

		assertThat(answer)
			.isEqualTo(new ApiResponse.Unavailable<>("the response of the API server cannot be parsed", null));
	}

	@Test
	void isUnavailableIfConnectionIsRefused() {
		server.stop();

		assertThat(ask()).isInstanceOfSatisfying(ApiResponse.Unavailable.class,
				answer -> assertThat(answer.message()).startsWith("the API server could not be reached: "));
	}

	@Test
	void isUnavailableIfResponseIsIncomplete() {
		server.answers(exchange -> {
			exchange.sendResponseHeaders(200, 100);
			exchange.getResponseBody().write("half".getBytes(StandardCharsets.UTF_8));
			exchange.getResponseBody().flush();
		});

		assertThat(ask()).isInstanceOf(ApiResponse.Unavailable.class);
	}

	@Test
	void bodyThatTimesOutReleasesConnection() {
		CompletableFuture<IOException> cut = new CompletableFuture<>();
		server.answers(exchange -> {
			exchange.sendResponseHeaders(200, 0);
			try {
				drip(exchange.getResponseBody());
			}
			catch (IOException ex) {
				cut.complete(ex);
			}
		});
		long start = System.nanoTime();

		assertThat(ask()).isEqualTo(new ApiResponse.Unavailable<>("the API server did not respond in time", null));

		assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(1900),
				Duration.ofSeconds(20));
		assertThat(cut).succeedsWithin(Duration.ofSeconds(20));
	}

	@Test
	void stopsWaitingWhenInterrupted() {
		CountDownLatch end = new CountDownLatch(1);
		server.answers(exchange -> hang(end));
		Thread.currentThread().interrupt();

		assertThat(ask())
			.isEqualTo(new ApiResponse.Unavailable<>("interrupted while waiting for the API server", null));
		assertThat(Thread.interrupted()).isTrue();
		end.countDown();
	}

	private static void drip(OutputStream body) throws IOException {
		CountDownLatch never = new CountDownLatch(1);
		try {
			while (!never.await(50, TimeUnit.MILLISECONDS)) {
				body.write('x');
				body.flush();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void hang(CountDownLatch end) {
		try {
			end.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private ApiResponse<String> ask() {
		return apiServer.send("GET", "/apis/x", "application/json", null, body -> body);
	}

	private static String status(String fields) {
		return "{\"kind\": \"Status\", \"apiVersion\": \"v1\", \"status\": \"Failure\", " + fields + "}";
	}

}
