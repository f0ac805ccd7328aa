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
		server.respondWith(exchange -> {
			exchange.getResponseHeaders().add("Warning", "299 - \"one\"");
			exchange.getResponseHeaders().add("Warning", "299 - \"two\"");
			ScriptedServer.respond(exchange, 201, "body");
		});

		assertThat(send()).isEqualTo(new ApiResponse.Accepted<>("body", List.of("one", "two")));
	}

	@Test
	void sendsABodyAsJson() {
		apiServer.send("POST", "/apis/x?fieldManager=m", "application/json", List.of(1), body -> body);

		assertThat(server.requests()).containsExactly(
				new ScriptedServer.Request("POST", "/apis/x?fieldManager=m", "application/json; charset=utf-8", "[1]"));
	}

	@Test
	void keepsBasePathOfApiServer() {
		try (ScriptedServer gateway = new ScriptedServer("/clusters/one")) {
			gateway.apiServer().send("GET", "/readyz", "text/plain", null, body -> body);

			assertThat(gateway.requests()).extracting(ScriptedServer.Request::target)
				.containsExactly("/clusters/one/readyz");
		}
	}

	@Test
	void rejectionHasReasonAndMessageOfApiServer() {
		server.respondWith(409, status("\"reason\": \"AlreadyExists\", \"message\": \"iris already exists\""));

		assertThat(send()).isEqualTo(new ApiResponse.Rejected<>(409, "AlreadyExists", "iris already exists"));
	}

	@Test
	void rejectionHasTheWarningsOfTheResponse() {
		server.respondWith(exchange -> {
			exchange.getResponseHeaders().add("Warning", "299 - \"unknown field \\\"spec.foo\\\"\"");
			ScriptedServer.respond(exchange, 422,
					status("\"reason\": \"Invalid\", \"message\": \"bad\", \"details\": {\"name\": \"iris\"}"));
		});

		assertThat(send())
			.isEqualTo(new ApiResponse.Rejected<>(422, "Invalid", "bad", List.of("unknown field \"spec.foo\"")));
	}

	@Test
	void namesTheWebhookThatTheApiServerCannotCall() {
		String message = "Internal error occurred: failed calling webhook 'v1.kb.io': connection refused".replace("'",
				"\\\"");
		server.respondWith(500, status("\"message\": \"" + message + "\""));

		assertThat(send()).isInstanceOfSatisfying(ApiResponse.Unavailable.class,
				unavailable -> assertThat(unavailable.webhook()).isEqualTo("v1.kb.io"));
	}

	@Test
	void acceptsRejectionWithoutReasonOrMessage() {
		server.respondWith(403, status("\"code\": 403"));

		assertThat(send()).isEqualTo(new ApiResponse.Rejected<>(403, "Unknown", "HTTP 403"));
	}

	@Test
	void distinguishesFailedPatchTestFromInvalidObject() {
		server.respondWith(422, status("\"reason\": \"Invalid\", \"message\": \"the server rejected our request\""));
		assertThat(send())
			.isEqualTo(new ApiResponse.Rejected<>(422, Cluster.TEST_FAILED, "the server rejected our request"));

		server.respondWith(422,
				status("\"reason\": \"Invalid\", \"message\": \"bad\", \"details\": {\"name\": \"iris\"}"));
		assertThat(send()).isEqualTo(new ApiResponse.Rejected<>(422, "Invalid", "bad"));
	}

	@Test
	void mentionsSeldonCoreOnlyIfKindIsNotServed() {
		server.respondWith(404, "404 page not found\n");

		assertThat(apiServer.send("GET", "/apis/machinelearning.seldon.io/v1/namespaces/here/seldondeployments/iris",
				"application/json", null, body -> body))
			.isEqualTo(new ApiResponse.Rejected<>(404, "Unknown",
					"the API server does not serve seldondeployments.machinelearning.seldon.io; install Seldon Core v1"));
		assertThat(send()).isEqualTo(new ApiResponse.Rejected<>(404, "Unknown", "HTTP 404"));
	}

	@Test
	void doesNotQuoteTheHtmlOfAProxy() {
		server.respondWith(401, "<html><body>Please log in</body></html>");
		assertThat(send()).isEqualTo(new ApiResponse.Rejected<>(401, "Unknown", "HTTP 401"));

		server.respondWith(502, "<html><body>Bad gateway</body></html>");
		assertThat(send()).isEqualTo(new ApiResponse.Unavailable<>("the API server responded with 502", null));
	}

	@Test
	void doesNotQuoteTheJsonOfAProxy() {
		server.respondWith(403, "{\"status\": \"Failure\", \"message\": \"blocked by policy 7\"}");

		assertThat(send()).isEqualTo(new ApiResponse.Rejected<>(403, "Unknown", "HTTP 403"));
	}

	@Test
	void returnsRetryAfter() {
		server.respondWith(exchange -> {
			exchange.getResponseHeaders().add("Retry-After", "7");
			ScriptedServer.respond(exchange, 429, status("\"message\": \"too many requests\""));
		});

		assertThat(send()).isEqualTo(new ApiResponse.Unavailable<>(
				"the API server responded with 429: too many requests", Duration.ofSeconds(7)));
	}

	@Test
	void ignoresInvalidRetryAfter() {
		server.respondWith(exchange -> {
			exchange.getResponseHeaders().add("Retry-After", "Wed, 21 Oct 2026 07:28:00 GMT");
			ScriptedServer.respond(exchange, 429, "");
		});

		assertThat(send()).isEqualTo(new ApiResponse.Unavailable<>("the API server responded with 429", null));
	}

	@Test
	void serverErrorIsUnavailable() {
		server.respondWith(500, status("\"message\": \"etcdserver: request timed out\""));

		assertThat(send()).isEqualTo(new ApiResponse.Unavailable<>(
				"the API server responded with 500: etcdserver: request timed out", null));
	}

	@Test
	void responseThatCannotBeParsedIsUnavailable() {
		server.respondWith(201, "{\"kind\"");

		ApiResponse<Object> response = apiServer.send("GET", "/x", "application/json", null, body -> {
			throw new IllegalStateException("unreadable");
		});

		assertThat(response)
			.isEqualTo(new ApiResponse.Unavailable<>("the response of the API server cannot be parsed", null));
	}

	@Test
	void isUnavailableIfConnectionIsRefused() {
		server.stop();

		assertThat(send()).isInstanceOfSatisfying(ApiResponse.Unavailable.class,
				response -> assertThat(response.message()).startsWith("the API server could not be reached: "));
	}

	@Test
	void isUnavailableIfResponseIsIncomplete() {
		server.respondWith(exchange -> {
			exchange.sendResponseHeaders(200, 100);
			exchange.getResponseBody().write("half".getBytes(StandardCharsets.UTF_8));
			exchange.getResponseBody().flush();
		});

		assertThat(send()).isInstanceOf(ApiResponse.Unavailable.class);
	}

	@Test
	void bodyThatTimesOutReleasesConnection() {
		CompletableFuture<IOException> cut = new CompletableFuture<>();
		server.respondWith(exchange -> {
			exchange.sendResponseHeaders(200, 0);
			try {
				drip(exchange.getResponseBody());
			}
			catch (IOException ex) {
				cut.complete(ex);
			}
		});
		long start = System.nanoTime();

		assertThat(send()).isEqualTo(new ApiResponse.Unavailable<>("the API server did not respond in time", null));

		assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(1900),
				Duration.ofSeconds(20));
		assertThat(cut).succeedsWithin(Duration.ofSeconds(20));
	}

	@Test
	void stopsWaitingWhenInterrupted() {
		CountDownLatch end = new CountDownLatch(1);
		server.respondWith(exchange -> hang(end));
		Thread.currentThread().interrupt();

		assertThat(send())
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

	private ApiResponse<String> send() {
		return apiServer.send("GET", "/apis/x", "application/json", null, body -> body);
	}

	private static String status(String fields) {
		return "{\"kind\": \"Status\", \"apiVersion\": \"v1\", \"status\": \"Failure\", " + fields + "}";
	}

}
