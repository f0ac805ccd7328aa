package org.seldonruns.web.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

import org.seldonruns.security.FakeReviews;
import org.seldonruns.web.ResetBeans;
import org.seldonruns.web.WebTestApplication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Tests the separate server for probes and metrics on {@code management.server.port}. */
@SpringBootTest(classes = WebTestApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "management.server.port=0", "server.address=127.0.0.1", "server.tomcat.max-connections=5",
				"seldon-runs.security.mode=kubernetes", "seldon-runs.security.open-metrics=true" })
@ExtendWith(ResetBeans.class)
class ManagementServerTests {

	@LocalServerPort
	private int port;

	@LocalManagementPort
	private int managementPort;

	@Autowired
	private ServletWebServerApplicationContext service;

	@Autowired
	private FakeReviews reviews;

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/health/liveness", "/actuator/health/readiness", "/actuator/prometheus" })
	void respondsWhileMainServerHasNoFreeConnections(String path) throws IOException {
		List<Socket> dripping = new ArrayList<>();
		try {
			AbstractProtocol<?> main = protocol();
			// The last connections wait in the backlog.
			for (int i = 0; i < main.getMaxConnections() + 3; i++) {
				dripping.add(connect(port));
				write(dripping.getLast(), "GET /runs HTTP/1.1\r\nX-Drip: ");
			}
			await().until(() -> main.getConnectionCount() >= main.getMaxConnections());
			for (Socket each : dripping) {
				write(each, "x");
			}

			assertThat(get(managementPort, path)).startsWith("HTTP/1.1 200");

			assertThat(main.getConnectionCount()).isGreaterThanOrEqualTo(main.getMaxConnections());
		}
		finally {
			for (Socket each : dripping) {
				each.close();
			}
		}
	}

	private AbstractProtocol<?> protocol() {
		Connector connector = ((TomcatWebServer) Objects.requireNonNull(service.getWebServer())).getTomcat()
			.getConnector();
		return (AbstractProtocol<?>) connector.getProtocolHandler();
	}

	@ParameterizedTest
	@CsvSource({ "/actuator/health, 404", "/actuator/health/liveness, 404", "/actuator/prometheus, 404",
			"/actuator/info, 404", "/runs, 200" })
	void mainServerDoesNotServeManagementEndpoints(String path, int status) throws IOException {
		reviews.knows("ann");

		assertThat(send(port, "GET " + path + " HTTP/1.1\nHost: localhost\nAuthorization: Bearer ann\n"))
			.startsWith("HTTP/1.1 " + status);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/health", "/actuator/prometheus" })
	void mainServerRequiresToken(String path) throws IOException {
		assertProblem(get(port, path), 401, "unauthenticated");
	}

	@Test
	void requiresTokenLikeMainServer() throws IOException {
		reviews.knows("ann");

		assertProblem(get(managementPort, "/actuator/info"), 401, "unauthenticated");
		assertProblem(get(managementPort, "/runs"), 401, "unauthenticated");
		assertThat(send(managementPort, "GET /actuator/info HTTP/1.1\nHost: localhost\nAuthorization: Bearer ann\n"))
			.startsWith("HTTP/1.1 200");
		assertProblem(send(managementPort, "GET /runs HTTP/1.1\nHost: localhost\nAuthorization: Bearer ann\n"), 404,
				"not-found");
	}

	@Test
	void rejectsCrossSiteRequestsLikeMainServer() throws IOException {
		for (String path : List.of("/actuator/health", "/actuator/prometheus")) {
			assertProblem(
					send(managementPort, "GET " + path + " HTTP/1.1\nHost: localhost\nSec-Fetch-Site: cross-site\n"),
					403, "cross-site");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			GET /% HTTP/1.1                  | Host: localhost                     | 400 | malformed-request
			nonsense                         | Host: localhost                     | 400 | malformed-request
			GET /actuator/health HTTP/1.1    | Host: a b                           | 400 | malformed-request
			GET /actuator/health HTTP/1.1    | Transfer-Encoding: magic            | 501 | not-implemented
			GET /actuator/health/%00 HTTP/1.1| Host: localhost                     | 400 | malformed-request
			GET /actuator/health?a=%zz HTTP/1.1 | Host: localhost                  | 400 | invalid-parameter
			POST /actuator/health HTTP/1.1   | Host: localhost                     | 405 | method-not-allowed
			""")
	void respondsWithProblemsLikeMainServer(String line, String header, int status, String type) throws IOException {
		String host = header.startsWith("Host") ? "" : "Host: localhost\n";

		assertProblem(send(managementPort, line + "\n" + host + header + "\n"), status, type);
	}

	private static void assertProblem(String answer, int status, String type) {
		assertThat(answer).startsWith("HTTP/1.1 " + status)
			.contains("Content-Type: application/problem+json", "\"type\":\"/problems/" + type + "\"",
					"X-Content-Type-Options: nosniff", "Content-Security-Policy: default-src 'none'")
			.doesNotContain("Exception", "org.apache", "Tomcat");
	}

	private static String get(int port, String path) throws IOException {
		return send(port, "GET " + path + " HTTP/1.1\nHost: localhost\n");
	}

	private static String send(int port, String request) throws IOException {
		try (Socket socket = connect(port)) {
			write(socket, (request + "Connection: close\n\n").replace("\n", "\r\n"));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
		}
	}

	private static Socket connect(int port) throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
		socket.setSoTimeout(60_000);
		return socket;
	}

	private static void write(Socket socket, String text) throws IOException {
		socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
	}

}
