package org.seldonruns.web.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.seldonruns.lifecycle.FakeRunService;
import org.seldonruns.web.ResetBeans;
import org.seldonruns.web.TestRuns;
import org.seldonruns.web.WebTestApplication;

import static org.assertj.core.api.Assertions.assertThat;

/** Tests malformed requests and large or endless bodies against a real server. */
@SpringBootTest(classes = WebTestApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "server.tomcat.connection-timeout=3s", "seldon-runs.upload.max-time=3s" })
@ExtendWith(ResetBeans.class)
class ServerTests {

	private static final String UPLOAD = """
			POST /runs?namespace=seldon HTTP/1.1
			Host: localhost
			Content-Type: application/yaml
			""";

	@LocalServerPort
	private int port;

	@Autowired
	private FakeRunService runs;

	@ParameterizedTest
	@ValueSource(
			strings = { "GET /% HTTP/1.1", "GET /<x> HTTP/1.1", "GET /runs?x=\" HTTP/1.1", "GET /runs/a%2Fb HTTP/1.1",
					"GET /runs/%00 HTTP/1.1", "GET /a\\b HTTP/1.1", "GET /%2e%2e/%2e%2e/etc HTTP/1.1", "nonsense" })
	void malformedRequestLineIsAProblem(String line) throws IOException {
		assertThatProblem(send(line + "\nHost: localhost\nConnection: close\n\n"), 400, "malformed-request");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Host: a b", "Host: localhost\nHost: localhost", "X-None: 1",
			"Host: localhost\nContent-Length: -1", "Host: localhost\nContent-Length: 1\nContent-Length: 2" })
	void malformedHeaderIsAProblem(String header) throws IOException {
		assertThatProblem(send("GET /runs HTTP/1.1\n" + header + "\nConnection: close\n\n"), 400, "malformed-request");
	}

	@Test
	void largeHeadersAreAProblem() throws IOException {
		assertThatProblem(send("GET /runs HTTP/1.1\nHost: localhost\nX-Large: " + "x".repeat(20_000) + "\n\n"), 400,
				"malformed-request");
		assertThatProblem(send("GET /runs?x=" + "x".repeat(20_000) + " HTTP/1.1\nHost: localhost\n\n"), 400,
				"malformed-request");
	}

	@Test
	void manyHeadersAreAProblem() throws IOException {
		assertThatProblem(send("GET /runs HTTP/1.1\nHost: localhost\n" + "X-More: 1\n".repeat(150) + "\n"), 400,
				"malformed-request");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/runs", "/actuator/health", "/actuator/prometheus" })
	void tooManyOrMalformedParametersAreAProblem(String path) throws IOException {
		String end = " HTTP/1.1\nHost: localhost\nConnection: close\n\n";
		assertThatProblem(send("GET " + path + "?" + "a=1&".repeat(101) + end), 400, "invalid-parameter");
		for (String value : new String[] { "%zz", "%f", "%", "%ff", "%c3%28" }) {
			assertThatProblem(send("GET " + path + "?a=" + value + end), 400, "invalid-parameter");
		}
	}

	@Test
	void formFieldsAreNotParameters() throws IOException {
		String form = """
				Content-Type: application/x-www-form-urlencoded
				Content-Length: 10
				Connection: close

				replicas=x""";
		assertThatProblem(send("POST /runs?namespace=seldon HTTP/1.1\nHost: localhost\n" + form), 415,
				"unsupported-media-type");
		assertThatProblem(send("POST /runs/x/cancel HTTP/1.1\nHost: localhost\n" + form), 400, "invalid-id");
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET /ru", "GET /runs HTTP/1.1\nHost: local", "" })
	void stalledRequestHeadIsDisconnected(String start) throws IOException {
		assertThat(send(start)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "nonsense", "GET /% HTTP/1.1\nHost: localhost", "GET /runs HTTP/1.1\nHost: another.example",
					"GET /runs;x HTTP/1.1\nHost: localhost", "TRACE /runs HTTP/1.1\nHost: localhost",
					"GET /runs HTTP/1.1\nHost: localhost\nOrigin: http://another.example",
					"GET /runs HTTP/1.1\nHost: localhost\nContent-Length: -1" })
	void rejectionsHaveSecurityHeaders(String request) throws IOException {
		assertThat(send(request + "\nConnection: close\n\n")).matches("(?s)HTTP/1.1 4.*")
			.contains("X-Content-Type-Options: nosniff", "Content-Security-Policy: default-src 'none'",
					"X-Frame-Options: DENY", "Referrer-Policy: no-referrer", "Cache-Control: ")
			.doesNotContain("Access-Control-", "Strict-Transport-Security");
	}

	@Test
	void utf8InUnusedHeaderIsAccepted() throws IOException {
		assertThat(send("GET /runs HTTP/1.1\nHost: localhost\nUser-Agent: \u00c3\u009f\nConnection: close\n\n"))
			.startsWith("HTTP/1.1 200");
	}

	@Test
	void otherRejectionsOfTheServerAreProblems() throws IOException {
		assertThatProblem(send("TRACE /runs HTTP/1.1\nHost: localhost\nConnection: close\n\n"), 405,
				"method-not-allowed");
		assertThatProblem(send(UPLOAD + "Transfer-Encoding: magic\n\n"), 501, "not-implemented");
		assertThatProblem(send(UPLOAD + "Transfer-Encoding: chunked\n\nzz\n"), 400, "malformed-request");
		assertThat(send("GET /runs HTTP/9.9\nHost: localhost\n\n")).startsWith("HTTP/1.1 505")
			.contains("application/problem+json", "\"type\":\"about:blank\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: 100\n\nkind", "Transfer-Encoding: chunked\n\n4\nkind\n" })
	void stalledBodyTimesOut(String body) throws IOException {
		assertThatProblem(send(UPLOAD + body), 408, "upload-timeout");
		assertThat(runs.requests()).isEmpty();
	}

	@Test
	void endlessSlowBodyTimesOut() throws IOException {
		try (Socket socket = connect()) {
			write(socket, UPLOAD + "Transfer-Encoding: chunked\n\n");
			Thread dripping = Thread.ofVirtual().start(() -> writeForEver(socket, "1\n#\n", Duration.ofMillis(5)));
			assertThatProblem(read(socket), 408, "upload-timeout");
			dripping.interrupt();
		}
	}

	@Test
	void endlessFastBodyIsTooLarge() throws IOException {
		try (Socket socket = connect()) {
			write(socket, UPLOAD + "Transfer-Encoding: chunked\n\n");
			Thread flooding = Thread.ofVirtual()
				.start(() -> writeForEver(socket, "1000\n" + "#".repeat(4096) + "\n", Duration.ZERO));
			assertThatProblem(read(socket), 413, "upload-too-large");
			flooding.interrupt();
		}
	}

	@Test
	void clientThatSendsWholeBodyFirstGetsResponse() throws IOException {
		String large = "#".repeat(3_000_000);
		assertThatProblem(send(UPLOAD + "Content-Length: 3000000\nConnection: close\n\n" + large), 413,
				"upload-too-large");
		String form = "--x\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\n\n" + large + "\n--x--\n";
		assertThatProblem(
				send(UPLOAD.replace("application/yaml", "multipart/form-data; boundary=x")
						+ "Content-Length: %d\nConnection: close\n\n".formatted(crlf(form).length()) + form),
				413, "upload-too-large");
	}

	@Test
	void unreadBodyIsDrainedForLimitedTime() throws IOException {
		String body = "Content-Length: 3000000\nConnection: close\n\n" + "#".repeat(3_000_000);
		assertThatProblem(send("PUT /runs HTTP/1.1\nHost: localhost\n" + body), 405, "method-not-allowed");
		assertThatProblem(send(UPLOAD.replace("seldon", "Seldon") + body), 422, "unacceptable-parameter");
		try (Socket socket = connect()) {
			write(socket, "POST /nothing HTTP/1.1\nHost: localhost\nTransfer-Encoding: chunked\n\n");
			Thread dripping = Thread.ofVirtual().start(() -> writeForEver(socket, "1\n#\n", Duration.ofMillis(5)));
			assertThatProblem(read(socket), 404, "not-found");
			dripping.interrupt();
		}
	}

	@Test
	void connectionIsReusedAfterBodyIsDrained() throws IOException {
		assertThat(send("""
				PUT /runs HTTP/1.1
				Host: localhost
				Content-Length: 4

				kindGET /runs HTTP/1.1
				Host: localhost
				Connection: close

				""")).startsWith("HTTP/1.1 405").contains("HTTP/1.1 200");
	}

	@Test
	void expectContinueIsRejectedBeforeBodyIsSent() throws IOException {
		assertThatProblem(send(UPLOAD + "Content-Length: 3000000\nExpect: 100-continue\n\n"), 413, "upload-too-large");
	}

	@Test
	void uploadStartsRun() throws IOException {
		String answer = send(
				UPLOAD + "Content-Length: %d\nConnection: close\n\n".formatted(crlf(TestRuns.MANIFEST).length())
						+ TestRuns.MANIFEST);
		assertThat(answer).startsWith("HTTP/1.1 202").contains("Location: /runs/");
		assertThat(runs.requests()).hasSize(1);
	}

	@Test
	void metricsAreServed() throws IOException {
		assertThat(send("GET /actuator/prometheus HTTP/1.1\nHost: localhost\nConnection: close\n\n"))
			.startsWith("HTTP/1.1 200")
			.contains("jvm_memory_used_bytes");
	}

	private static void assertThatProblem(String answer, int status, String slug) {
		assertThat(answer).startsWith("HTTP/1.1 " + status)
			.contains("Content-Type: application/problem+json", "\"type\":\"/problems/" + slug + "\"",
					"\"status\":" + status)
			.doesNotContain("Exception", "org.apache", "Tomcat");
	}

	private String send(String request) throws IOException {
		try (Socket socket = connect()) {
			write(socket, request);
			return read(socket);
		}
	}

	private Socket connect() throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
		socket.setSoTimeout((int) Duration.ofSeconds(60).toMillis());
		return socket;
	}

	private static void write(Socket socket, String text) throws IOException {
		OutputStream output = socket.getOutputStream();
		output.write(crlf(text).getBytes(StandardCharsets.ISO_8859_1));
		output.flush();
	}

	private static void writeForEver(Socket socket, String text, Duration pause) {
		try {
			while (!Thread.currentThread().isInterrupted()) {
				write(socket, text);
				LockSupport.parkNanos(pause.toNanos());
			}
		}
		catch (IOException expected) {
			// The server has closed the connection, as expected.
		}
	}

	/** Reads until the end of the problem, or until the server closes the connection. */
	private static String read(Socket socket) throws IOException {
		StringBuilder answer = new StringBuilder();
		InputStream input = socket.getInputStream();
		byte[] chunk = new byte[8192];
		for (int read = input.read(chunk); read >= 0; read = input.read(chunk)) {
			answer.append(new String(chunk, 0, read, StandardCharsets.ISO_8859_1));
		}
		return answer.toString();
	}

	private static String crlf(String text) {
		return text.replace("\n", "\r\n");
	}

}
