package org.seldonruns.cluster.client;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import com.sun.net.httpserver.HttpExchange;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seldonruns.cluster.ScriptedServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class WatchResponseInterceptorTests {

	private final ScriptedServer server = new ScriptedServer();

	private final List<String> seen = new CopyOnWriteArrayList<>();

	private final CompletableFuture<WatcherException> closed = new CompletableFuture<>();

	private final CountDownLatch end = new CountDownLatch(1);

	@AfterEach
	void close() {
		end.countDown();
		server.close();
	}

	@Test
	void splitMultibyteCharactersAreDecoded() {
		byte[] first = event("größer 😀").getBytes(StandardCharsets.UTF_8);
		server.respondWith(exchange -> {
			OutputStream body = open(exchange);
			for (byte each : first) {
				body.write(each);
				body.flush();
			}
			body.write(event("next").getBytes(StandardCharsets.UTF_8));
			body.flush();
			awaitEnd();
		});

		try (Watch watch = watch()) {
			assertThat(watch).isNotNull();
			await().untilAsserted(() -> assertThat(seen).containsExactly("größer 😀", "next"));
		}
		assertThat(server.requests()).hasSize(1);
	}

	@Test
	void mayBeSilentForLongerThanARequest() {
		server.respondWith(exchange -> {
			OutputStream body = open(exchange);
			body.write(event("first").getBytes(StandardCharsets.UTF_8));
			body.flush();
			pause(ScriptedServer.SETTINGS.requestTimeout().multipliedBy(2));
			body.write(event("second").getBytes(StandardCharsets.UTF_8));
			body.flush();
			awaitEnd();
		});

		try (Watch watch = watch()) {
			assertThat(watch).isNotNull();
			await().untilAsserted(() -> assertThat(seen).containsExactly("first", "second"));
		}
		assertThat(server.requests()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 403, 404 })
	void reportRejectionWithMessageOfApiServer(int code) {
		server.respondWith(code, """
				{"kind": "Status", "apiVersion": "v1", "status": "Failure", "message": "not for you", "code": %d}"""
			.formatted(code));

		try (Watch watch = watch()) {
			assertThat(watch).isNotNull();
			assertThat(closed).succeedsWithin(Duration.ofSeconds(30)).satisfies(cause -> {
				assertThat(ClientErrors.code(cause)).isEqualTo(code);
				assertThat(ClientErrors.message(cause)).isEqualTo("not for you");
			});
		}
	}

	@Test
	void reportRejectionWithHtmlBody() {
		server.respondWith(403, "<html>no</html>");

		try (Watch watch = watch()) {
			assertThat(watch).isNotNull();
			assertThat(closed).succeedsWithin(Duration.ofSeconds(30))
				.satisfies(cause -> assertThat(ClientErrors.message(cause)).isEqualTo("HTTP 403"));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 401, 429, 500, 503 })
	void areRetriedAfterTemporaryError(int code) {
		server.respondWith(exchange -> {
			if (server.requests().size() < 3) {
				ScriptedServer.respond(exchange, code, "{}");
				return;
			}
			open(exchange).write(event("here").getBytes(StandardCharsets.UTF_8));
		});

		try (Watch watch = watch()) {
			assertThat(watch).isNotNull();
			await().untilAsserted(() -> assertThat(seen).contains("here"));
		}
		assertThat(closed).isNotDone();
	}

	private Watch watch() {
		return server.client().configMaps().inNamespace("any").withResourceVersion("1").watch(new Watcher<>() {

			@Override
			public void eventReceived(Action action, ConfigMap object) {
				seen.add(object.getData().get("key"));
			}

			@Override
			public void onClose(WatcherException cause) {
				closed.complete(cause);
			}

		});
	}

	private static OutputStream open(HttpExchange exchange) throws IOException {
		exchange.sendResponseHeaders(200, 0);
		return exchange.getResponseBody();
	}

	private static String event(String value) {
		return """
				{"type": "ADDED", "object": {"kind": "ConfigMap", "apiVersion": "v1", "metadata": {"name": "a", \
				"namespace": "any", "resourceVersion": "2"}, "data": {"key": "%s"}}}
				""".formatted(value);
	}

	private static void pause(Duration time) {
		try {
			Thread.sleep(time);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void awaitEnd() {
		try {
			end.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
