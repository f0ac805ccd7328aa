package org.seldonruns.web.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import org.seldonruns.lifecycle.FakeRunService;
import org.seldonruns.run.Observation;
import org.seldonruns.run.Run;
import org.seldonruns.web.ResetBeans;
import org.seldonruns.web.TestRuns;
import org.seldonruns.web.WebTestApplication;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
@SpringBootTest(classes = WebTestApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "server.tomcat.connection-timeout=3s", "seldon-runs.upload.max-time=3s" })
@ExtendWith(ResetBeans.class)
class CompressionTests {

	@LocalServerPort
	private int port;

	@Autowired
	private FakeRunService runs;

	private final HttpClient client = HttpClient.newHttpClient();

	@AfterEach
	void close() {
		client.shutdownNow();
	}

	@ParameterizedTest
	@CsvSource({ "/runs, application/json", "/runs, text/plain", "/runs/ID, application/json", "/runs/ID, text/plain",
			"/runs/ID/junit.xml, application/xml", "/runs?LONG, application/json", "/problems, application/json" })
	void largeResponseIsCompressedIfClientAcceptsGzip(String path, String type) throws Exception {
		for (int i = 0; i < 30; i++) {
			runs.add(TestRuns.request());
		}
		String uri = path.replace("ID", finishedRun().id().toString()).replace("LONG", "x&".repeat(50));
		HttpResponse<byte[]> plain = get(uri, "Accept", type);
		HttpResponse<byte[]> compressed = get(uri, "Accept", type, "Accept-Encoding", "gzip");

		assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
		assertThat(compressed.headers().allValues("Content-Encoding")).containsExactly("gzip");
		assertThat(varyValues(plain)).containsExactlyInAnyOrder("accept", "authorization", "accept-encoding");
		assertThat(varyValues(compressed)).containsExactlyInAnyOrder("accept", "authorization", "accept-encoding");
		assertThat(compressed.headers().firstValue("ETag")).isEqualTo(plain.headers().firstValue("ETag"));
		if (!type.equals("text/plain")) {
			// Text contains the age of each run, which may differ between the responses.
			assertThat(unpacked(compressed)).isEqualTo(text(plain));
		}
	}

	@Test
	void etagOfCompressedResponseMatches() throws Exception {
		String uri = "/runs/" + finishedRun().id();
		String tag = get(uri, "Accept-Encoding", "gzip").headers().firstValue("ETag").orElseThrow();

		for (String coding : List.of("gzip", "identity")) {
			HttpResponse<byte[]> known = get(uri, "Accept-Encoding", coding, "If-None-Match", tag);
			assertThat(known.statusCode()).isEqualTo(304);
			assertThat(known.headers().firstValue("ETag")).contains(tag);
			assertThat(varyValues(known)).containsExactlyInAnyOrder("accept", "authorization", "accept-encoding");
		}
	}

	@ParameterizedTest
	@CsvSource({ "text/event-stream", "text/plain" })
	void streamIsNotCompressed(String type) throws Exception {
		HttpResponse<byte[]> stream = get("/runs/" + finishedRun().id() + "/events", "Accept", type, "Accept-Encoding",
				"gzip");
		assertThat(stream.headers().firstValue("Content-Type")).contains(type + ";charset=UTF-8");
		assertThat(stream.headers().firstValue("Content-Encoding")).isEmpty();
		assertThat(text(stream)).contains("SUCCEEDED");
	}

	private static List<String> varyValues(HttpResponse<byte[]> response) {
		return response.headers()
			.allValues("Vary")
			.stream()
			.flatMap(header -> Stream.of(header.toLowerCase(Locale.ROOT).split("\\s*,\\s*")))
			.toList();
	}

	private Run finishedRun() {
		Run run = runs.add(TestRuns.request());
		for (int i = 0; i < 20; i++) {
			run.observe(new Observation("key-" + i, "Pod", "iris-0", Observation.NORMAL, "Pulled", "pulled ".repeat(20),
					1));
		}
		TestRuns.succeed(run, runs.time);
		return run;
	}

	private HttpResponse<byte[]> get(String uri, String... headers) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + uri))
			.headers(headers)
			.build();
		return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
	}

	private static String text(HttpResponse<byte[]> response) {
		return new String(response.body(), StandardCharsets.UTF_8);
	}

	private static String unpacked(HttpResponse<byte[]> response) throws IOException {
		try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
			return new String(unpacked.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
