package org.seldonruns.web.stream;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import org.seldonruns.lifecycle.FakeRunService;
import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.run.Observation;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunId;
import org.seldonruns.run.StepName;
import org.seldonruns.web.ResetBeans;
import org.seldonruns.web.TestRuns;
import org.seldonruns.web.WebTestApplication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Tests streams against a real server. */
@Timeout(120)
@SpringBootTest(classes = WebTestApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "server.tomcat.connection-timeout=2s", "seldon-runs.stream.heartbeat=200ms",
				"seldon-runs.stream.max-clients=3" })
@ExtendWith(ResetBeans.class)
class StreamServerTests {

	private static final String TEXT = "text/plain";

	private static final String EVENTS = "text/event-stream";

	@LocalServerPort
	private int port;

	@Autowired
	private FakeRunService runs;

	@Autowired
	private MeterRegistry registry;

	private HttpClient client = HttpClient.newHttpClient();

	@AfterEach
	void close() {
		client.shutdownNow();
		awaitClients(0);
	}

	@Test
	void runIsStreamedToItsEnd() {
		Run run = runs.add(TestRuns.request());
		HttpResponse<Stream<String>> response = follow(path(run), Map.of());
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream;charset=UTF-8");
		assertThat(response.headers().firstValue("X-Accel-Buffering")).contains("no");
		Iterator<String> lines = response.body().iterator();
		assertThat(next(lines, "event:")).isEqualTo("event:run");

		run.begin(StepName.CREATE, null);
		assertThat(next(lines, "event:")).isEqualTo("event:run");
		cancel(run);

		assertThat(next(lines, "event:end")).isEqualTo("event:end");
		lines.forEachRemaining(line -> assertThat(line).doesNotContain("event:"));
	}

	@Test
	void idleStreamHasHeartbeats() {
		Iterator<String> lines = follow(path(runs.add(TestRuns.request())), Map.of()).body().iterator();
		assertThat(next(lines, ":")).isNotEmpty();
		assertThat(next(lines, ":")).isNotEmpty();
	}

	@Test
	void listStreamHasNewRuns() {
		Iterator<String> lines = follow("/runs/events?namespace=seldon", Map.of()).body().iterator();
		assertThat(next(lines, ":")).isNotEmpty();
		runs.add(TestRuns.request("other", Map.of()));
		Run run = runs.add(TestRuns.request());

		assertThat(next(lines, "data:")).contains(run.id().toString());
		cancel(run);
		assertThat(next(lines, "data:")).contains(run.id().toString());
		assertThat(follow("/runs/" + run.id(), Map.of("Accept", TEXT)).statusCode()).isEqualTo(200);
		remove(run);
		assertThat(next(lines, "event:")).isEqualTo("event:removed");
	}

	private void remove(Run run) {
		HttpRequest request = request("/runs/" + run.id(), Map.of()).DELETE().build();
		assertThat(client.sendAsync(request, HttpResponse.BodyHandlers.discarding()).join().statusCode())
			.isEqualTo(204);
	}

	@Test
	void textStreamEndsWithResult() {
		Run run = runs.add(TestRuns.request());
		HttpResponse<Stream<String>> response = follow(path(run), Map.of("Accept", TEXT));
		assertThat(response.headers().firstValue("Content-Type")).contains("text/plain;charset=UTF-8");
		Iterator<String> lines = response.body().iterator();
		assertThat(lines.next()).startsWith("Run " + run.id());
		cancel(run);

		String last = "";
		while (lines.hasNext()) {
			last = lines.next();
		}
		assertThat(last).isEqualTo("CANCELLED; CREATE: CANCELLED: cancelled on request");
	}

	@Test
	void resumedStreamHasMissedEventsAndNoContentAfterEnd() {
		Run run = runs.add(TestRuns.request());
		run.begin(StepName.CREATE, null);
		String seen = Long.toString(run.summary().version());
		cancel(run);

		assertThat(follow(path(run), Map.of("Last-Event-ID", seen)).body().filter(line -> line.startsWith("event:")))
			.containsExactly("event:run", "event:end");
		String end = run.summary().version() + "-end";
		assertThat(follow(path(run), Map.of("Last-Event-ID", end)).statusCode()).isEqualTo(204);
		assertThat(follow(path(run), Map.of("Last-Event-ID", end, "Accept", TEXT)).body()).isNotEmpty();
	}

	@Test
	void headRespondsImmediately() throws Exception {
		String path = path(runs.add(TestRuns.request()));
		assertHead(path, Map.of(), "text/event-stream;charset=UTF-8");
		assertHead(path, Map.of("Accept", TEXT), "text/plain;charset=UTF-8");
		assertHead("/runs/events", Map.of(), "text/event-stream;charset=UTF-8");
	}

	private void assertHead(String path, Map<String, String> headers, String type) throws Exception {
		HttpResponse<String> response = client.send(request(path, headers).HEAD().build(),
				HttpResponse.BodyHandlers.ofString());
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type")).contains(type);
		assertThat(response.headers().firstValue("X-Accel-Buffering")).contains("no");
	}

	@Test
	void invalidStreamRequestsAreProblems() {
		String path = path(runs.add(TestRuns.request()));
		assertProblem(follow("/runs/" + RunId.next() + "/events", Map.of()), 404, "run-not-found");
		assertProblem(follow("/runs/1/events", Map.of()), 400, "invalid-id");
		assertProblem(follow(path + "?since=1", Map.of()), 400, "invalid-parameter");
		assertProblem(follow("/runs/events?limit=1", Map.of()), 400, "invalid-parameter");
		assertProblem(follow(path, Map.of("Last-Event-ID", "last")), 400, "invalid-header");
		assertProblem(follow(path, Map.of("Accept", "image/png")), 406, "not-acceptable");
		assertProblem(follow("/runs/events", Map.of("Accept", "application/json")), 406, "not-acceptable");
		assertProblem(follow("/runs/events", Map.of("Accept", "nonsense")), 406, "not-acceptable");
	}

	@Test
	void numberOfStreamsIsLimited() {
		String path = path(runs.add(TestRuns.request()));
		for (int i = 0; i < 3; i++) {
			assertThat(follow(path, Map.of()).statusCode()).isEqualTo(200);
		}
		HttpResponse<Stream<String>> refused = follow(path, Map.of());
		assertThat(refused.headers().firstValue("Retry-After")).contains("30");
		assertProblem(refused, 429, "too-many-streams");

		client.shutdownNow();
		awaitClients(0);
		client = HttpClient.newHttpClient();
		assertThat(follow(path, Map.of()).statusCode()).isEqualTo(200);
	}

	@Test
	void slowClientIsDisconnected() throws IOException {
		Run run = runs.add(TestRuns.request());
		try (Socket slow = new Socket()) {
			slow.setReceiveBufferSize(4096);
			slow.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
			slow.getOutputStream()
				.write("GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path(run))
					.getBytes(StandardCharsets.US_ASCII));
			awaitClients(1);
			AtomicInteger seen = new AtomicInteger();
			// Until the buffers between client and server are full.
			await().until(() -> {
				int count = seen.incrementAndGet();
				for (int i = 0; i < 50; i++) {
					run.observe(new Observation("key-" + i, "Pod", "iris-0", Observation.NORMAL, "Pulled",
							"x".repeat(1000), count));
				}
				return waitingClients() == 0;
			});

			assertThat(run.isFinished()).isFalse();
			try (InputStream rest = slow.getInputStream()) {
				assertThat(new String(rest.readAllBytes(), StandardCharsets.UTF_8)).doesNotContain("event:end");
			}
			catch (IOException reset) {
				assertThat(reset).hasMessageContaining("reset");
			}
		}
	}

	private void awaitClients(int count) {
		await().until(() -> waitingClients() == count);
	}

	private int waitingClients() {
		return (int) registry.get("seldon.runs.clients.waiting").gauge().value();
	}

	private static void cancel(Run run) {
		Diagnosis why = Diagnosis.of(Cause.CANCELLED, "cancelled on request");
		if (run.summary().startedAt() == null) {
			run.cancelWhileQueued(why);
			return;
		}
		run.cancel(StepName.CREATE, why);
		Stream.of(StepName.AWAIT_READY, StepName.SCALE, StepName.AWAIT_SCALED, StepName.DELETE)
			.forEach(step -> run.skip(step, "nothing was created"));
	}

	private static String path(Run run) {
		return "/runs/" + run.id() + "/events";
	}

	private static String next(Iterator<String> lines, String start) {
		String line = lines.next();
		while (!line.startsWith(start)) {
			line = lines.next();
		}
		return line;
	}

	private static void assertProblem(HttpResponse<Stream<String>> response, int status, String slug) {
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
		assertThat(String.join("", response.body().toList())).contains("\"type\":\"/problems/" + slug + "\"");
	}

	private HttpRequest.Builder request(String path, Map<String, String> headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
		headers.forEach(request::header);
		return headers.containsKey("Accept") ? request : request.header("Accept", EVENTS + ", application/json");
	}

	private HttpResponse<Stream<String>> follow(String path, Map<String, String> headers) {
		return client.sendAsync(request(path, headers).build(), HttpResponse.BodyHandlers.ofLines()).join();
	}

}
