package org.seldonruns.web.stream;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

import org.seldonruns.lifecycle.FakeRunService;
import org.seldonruns.run.Run;
import org.seldonruns.run.StepName;
import org.seldonruns.security.FakeReviews;
import org.seldonruns.web.ResetBeans;
import org.seldonruns.web.TestRuns;
import org.seldonruns.web.WebTestApplication;

import static org.assertj.core.api.Assertions.assertThat;

/** Tests the authorization of open streams. */
@Timeout(120)
@SpringBootTest(classes = WebTestApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "server.address=127.0.0.1", "seldon-runs.stream.heartbeat=200ms",
				"seldon-runs.security.mode=kubernetes", "seldon-runs.security.verdict-age=0s",
				"seldon-runs.security.stream-check=1s" })
@ExtendWith({ ResetBeans.class, OutputCaptureExtension.class })
class StreamPermissionTests {

	private static final String GET = "get seldondeployments.machinelearning.seldon.io -n ";

	@LocalServerPort
	private int port;

	@Autowired
	private FakeRunService runs;

	@Autowired
	private FakeReviews reviews;

	private final HttpClient client = HttpClient.newHttpClient();

	@AfterEach
	void close() {
		client.shutdownNow();
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/event-stream", "text/plain" })
	void runStreamEndsWhenPermissionIsRevoked(String type, CapturedOutput output) throws Exception {
		Run run = runs.add(TestRuns.request("team", Map.of()));
		reviews.grants("ann", GET + "team");
		Iterator<String> lines = follow("/runs/" + run.id() + "/events", type).body().iterator();
		assertThat(lines.next()).isNotEmpty();

		reviews.revokes("ann", GET + "team");

		assertEnds(lines);
		Awaitility.await()
			.untilAsserted(() -> assertThat(output.getOut())
				.contains("user=\"ann\" client=127.0.0.1 request=\"GET /runs/" + run.id()
						+ "/events\" resource=team/iris run=" + run.id() + " status=200 ended=unauthorized"));
		assertThat(follow("/runs/" + run.id() + "/events", type).statusCode()).isEqualTo(403);
	}

	@Test
	void listStreamEndsWhenTokenIsRevoked() throws Exception {
		reviews.grants("ann", GET + "team");
		Iterator<String> lines = follow("/runs/events", "text/event-stream").body().iterator();
		assertThat(lines.next()).isNotEmpty();

		reviews.forgets("ann");

		assertEnds(lines);
		assertThat(follow("/runs/events", "text/event-stream").statusCode()).isEqualTo(401);
	}

	@Test
	void streamEndsIfPermissionCannotBeChecked() throws Exception {
		Run run = runs.add(TestRuns.request("team", Map.of()));
		reviews.grants("ann", GET + "team");
		Iterator<String> one = follow("/runs/" + run.id() + "/events", "text/event-stream").body().iterator();
		Iterator<String> list = follow("/runs/events", "text/event-stream").body().iterator();
		assertThat(one.next()).isNotEmpty();
		assertThat(list.next()).isNotEmpty();

		reviews.isUnavailable("the API server responded with 503", null);
		run.begin(StepName.CREATE, null);

		assertEnds(one);
		assertEnds(list);
		assertThat(follow("/runs/events", "text/event-stream").statusCode()).isEqualTo(503);
	}

	@Test
	void streamContinuesWithPermission() throws Exception {
		Run run = runs.add(TestRuns.request("team", Map.of()));
		reviews.grants("ann", GET + "team");
		Iterator<String> lines = follow("/runs/" + run.id() + "/events", "text/event-stream").body().iterator();

		// Longer than the interval of the checks.
		for (int beats = 0; beats < 10; beats++) {
			next(lines, ":");
		}
	}

	@Test
	void listStreamHasOnlyRunsThatCallerMayRead() throws Exception {
		reviews.grants("ann", GET + "team");
		Iterator<String> lines = follow("/runs/events", "text/event-stream").body().iterator();
		next(lines, ":");

		runs.add(TestRuns.request("other", Map.of()));
		Run own = runs.add(TestRuns.request("team", Map.of()));

		assertThat(next(lines, "data:")).contains(own.id().toString());
	}

	private HttpResponse<Stream<String>> follow(String path, String type) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
			.header("Authorization", "Bearer ann")
			.header("Accept", type)
			.build();
		return client.send(request, HttpResponse.BodyHandlers.ofLines());
	}

	private static String next(Iterator<String> lines, String start) {
		while (true) {
			String line = lines.next();
			if (line.startsWith(start)) {
				return line;
			}
		}
	}

	/** Asserts that the response ends normally, without a problem in the stream. */
	private static void assertEnds(Iterator<String> lines) {
		lines.forEachRemaining(line -> assertThat(line).doesNotContain("problems"));
	}

}
