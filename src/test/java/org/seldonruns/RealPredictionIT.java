package org.seldonruns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Predictions through the service proxy of a real API server. One HTTP server at port
 * 8000 answers for every pod: this needs a network namespace in which the addresses of
 * pods are local, which the environment variable PREDICTIONS_IT confirms.
 */
@EnabledIfEnvironmentVariable(named = "PREDICTIONS_IT", matches = ".+")
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "seldon-runs.cluster.kubeconfig=${KUBECONFIG_IT}", "seldon-runs.prediction.timeout=3s",
				"seldon-runs.prediction.retry-for=6s" })
@DirtiesContext
class RealPredictionIT {

	private static final int ENGINE_PORT = 8000;

	private static final String REQUEST = "{\"data\": {\"ndarray\": [[1, 2]]}}";

	private static final String ANSWER = "{\"data\": {\"ndarray\": [[0.1, 0.9]]}}";

	@AutoClose
	private static final ClusterOperator OPERATOR = new ClusterOperator();

	@AutoClose
	private final RealNamespace namespace = new RealNamespace(OPERATOR.client(), Map.of());

	private final CountDownLatch over = new CountDownLatch(1);

	private @Nullable HttpServer model;

	private ServiceClient service;

	@BeforeEach
	void connect(@LocalServerPort int port) {
		service = new ServiceClient(port);
	}

	@AfterEach
	void stop() {
		over.countDown();
		if (model != null) {
			model.stop(0);
		}
	}

	@Test
	void modelAnswersBeforeAndAfterTheScale() throws IOException {
		answer(exchange -> respond(exchange, 200, ANSWER));
		JsonNode run = run("seldon", "&predictions=5");
		assertThat(run.path("status").asString()).as("%s", run.path("failure")).isEqualTo("SUCCEEDED");
		for (String step : List.of("PREDICT", "PREDICT_SCALED")) {
			JsonNode result = ServiceClient.step(run, step).at("/predictions/0");
			assertThat(result.path("answers")).hasToString("{\"200\":5}");
			assertThat(result.at("/firstAnswer/excerpt").asString()).isEqualTo(ANSWER);
		}
		namespace.assertIsEmpty();
	}

	@Test
	void modelAnswersThroughAnUpdate() throws IOException {
		answer(exchange -> respond(exchange, 200, ANSWER));
		MultiValueMap<String, Object> form = form("seldon");
		form.add("update", part(manifest("seldon").replace(":1.18.2", ":1.18.1")));
		JsonNode run = service.awaitEnd(service.startForm(form, query("&maxDowntime=0s")));

		assertThat(run.path("status").asString()).as("%s", run).isEqualTo("SUCCEEDED");
		JsonNode availability = ServiceClient.step(run, "AWAIT_UPDATED").at("/availability/0");
		assertThat(availability.path("longestDowntimeMillis").asLong()).isZero();
		assertThat(availability.at("/predictions/answers/200").asInt()).as("%s", availability).isPositive();
		assertThat(availability.at("/predictions/failed").asInt()).as("%s", availability).isZero();
		assertThat(ServiceClient.step(run, "PREDICT_UPDATED").at("/predictions/0/answers")).hasToString("{\"200\":1}");
		namespace.assertIsEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "tensorflow, /v1/models/m:predict", "v2, /v2/models/m/infer", "kfserving, /v2/models/m/infer" })
	void pathFollowsTheProtocol(String protocol, String path) throws IOException {
		answer(exchange -> respond(exchange, exchange.getRequestURI().getRawPath().equals(path) ? 200 : 404, ANSWER));
		JsonNode run = run(protocol, "");
		assertThat(ServiceClient.step(run, "PREDICT").at("/predictions/0/answers")).hasToString("{\"200\":1}");
	}

	@ParameterizedTest
	@CsvSource({ "500", "404", "503", "302" })
	void unsuccessfulStatusFails(int status) throws IOException {
		answer(exchange -> {
			exchange.getResponseHeaders().set("Location", "/api/v1/namespaces");
			respond(exchange, status, "{\"error\": \"no\"}");
		});
		JsonNode run = run("seldon", "");
		assertFailed(run, "PREDICTION_FAILED", "has the status " + status);
		assertThat(run.at("/failure/evidence").toString()).contains("error");
	}

	@Test
	void modelThatNeverAnswersFails() throws IOException {
		answer(exchange -> {
			try {
				over.await(1, TimeUnit.MINUTES);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			exchange.close();
		});
		assertFailed(run("seldon", "&predictions=100"), "PREDICTION_FAILED", "did not answer within 3s");
	}

	@Test
	void answerThatIsCutOffFails() throws IOException {
		answer(exchange -> {
			exchange.sendResponseHeaders(200, 1_000_000);
			exchange.getResponseBody().write(new byte[300_000]);
			exchange.close();
		});
		assertFailed(run("seldon", ""), "PREDICTION_FAILED", "did not answer completely");
	}

	@Test
	void largeAnswerIsReadUpToTheLimit() throws IOException {
		answer(exchange -> respond(exchange, 200, "a".repeat(10 * 1024 * 1024)));
		JsonNode answer = ServiceClient.step(run("seldon", ""), "PREDICT").at("/predictions/0/firstAnswer");
		assertThat(answer.path("size").asInt()).isEqualTo(1024 * 1024);
		assertThat(answer.path("complete").asBoolean()).isFalse();
	}

	@Test
	void refusedConnectionsAreExplained() {
		assertFailed(run("seldon", ""), "PREDICTION_UNREACHABLE", "connection refused");
	}

	@Test
	void refusedConnectionsAreRetried() throws IOException {
		String path = start("seldon", "");
		service.awaitStep(path, "PREDICT");
		answer(exchange -> respond(exchange, 200, ANSWER));
		JsonNode run = service.awaitEnd(path);
		assertThat(run.path("status").asString()).as("%s", run.path("failure")).isEqualTo("SUCCEEDED");
	}

	@Test
	void noRequestLeavesTheProxy() throws IOException {
		answer(exchange -> respond(exchange, 200, ANSWER));
		for (String path : List.of("/../../../../secrets", "/%2e%2e/%2e%2e/pods", "/a%2f..%2fb", "/a%5c..%5c",
				"/%252e%252e", "//example.org", "/a?dryRun=All", "/a#b")) {
			assertThat(service.postForm(form("seldon"), query("&predictPath={path}"), path).getStatusCode().value())
				.as(path)
				.isEqualTo(400);
		}
		service.awaitEnd(String.valueOf(service.postForm(form("seldon"), query("&predictPath={path}"), "/a%20b;c=1/..d")
			.getHeaders()
			.getLocation()));

		List<String> posted = requests().stream().filter(uri -> uri.contains("/services/")).toList();

		assertThat(posted).isNotEmpty()
			.allMatch(uri -> uri.startsWith("/api/v1/namespaces/%s/services/http:iris-main:http/proxy/a%%20b;c=1/..d"
				.formatted(namespace.name())));
	}

	/** The addresses of the requests that created something in the namespace. */
	private List<String> requests() throws IOException {
		Path log = Path.of(String.valueOf(System.getenv("KUBECONFIG_IT"))).toRealPath().resolveSibling("audit.log");
		try (var lines = Files.lines(log)) {
			return lines.filter(line -> line.contains(namespace.name()) && line.endsWith("}"))
				.map(JsonMapper.shared()::readTree)
				.filter(event -> event.path("verb").asString().equals("create"))
				.map(event -> event.path("requestURI").asString())
				.toList();
		}
	}

	private void answer(HttpHandler handler) throws IOException {
		model = HttpServer.create(new InetSocketAddress("0.0.0.0", ENGINE_PORT), 0);
		model.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
		model.createContext("/", handler);
		model.start();
	}

	private static void respond(HttpExchange exchange, int status, String body) throws IOException {
		exchange.getRequestBody().readAllBytes();
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", "application/json");
		exchange.sendResponseHeaders(status, bytes.length);
		exchange.getResponseBody().write(bytes);
		exchange.close();
	}

	private JsonNode run(String protocol, String query) {
		return service.awaitEnd(start(protocol, query));
	}

	private String start(String protocol, String query) {
		return service.startForm(form(protocol), query(query));
	}

	private String query(String more) {
		return "?namespace=" + namespace.name() + more;
	}

	private static MultiValueMap<String, Object> form(String protocol) {
		MultiValueMap<String, Object> form = new LinkedMultiValueMap<>();
		form.add("file", part(manifest(protocol)));
		form.add("request", part(REQUEST));
		return form;
	}

	private static String manifest(String protocol) {
		return """
				apiVersion: machinelearning.seldon.io/v1
				kind: SeldonDeployment
				metadata: {name: iris}
				spec:
				  protocol: %s
				  predictors:
				  - name: main
				    graph: {name: m, type: MODEL}
				    componentSpecs:
				    - spec: {containers: [{name: m, image: 'seldonio/mock_classifier:1.18.2'}]}
				""".formatted(protocol);
	}

	private static ByteArrayResource part(String text) {
		return new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8)) {
			@Override
			public String getFilename() {
				return "part";
			}
		};
	}

	private void assertFailed(JsonNode run, String cause, String detail) {
		assertThat(run.at("/failure/cause").asString()).as("%s", run).isEqualTo(cause);
		assertThat(run.at("/failure/step").asString()).isEqualTo("PREDICT");
		assertThat(run.at("/failure/detail").asString()).contains(detail);
		assertThat(ServiceClient.step(run, "DELETE").path("status").asString()).isEqualTo("SUCCEEDED");
		namespace.assertIsEmpty();
	}

}
