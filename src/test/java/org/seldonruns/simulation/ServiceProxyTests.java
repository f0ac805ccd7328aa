package org.seldonruns.simulation;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The messages are those of kube-apiserver 1.36.
 */
@Timeout(180)
class ServiceProxyTests {

	private static final String NAMESPACE = "predictions";

	private static final String SERVICES = "/api/v1/namespaces/" + NAMESPACE + "/services/";

	private static final String PREDICT = SERVICES + "http:model:http/proxy/api/v1.0/predictions";

	private final SimulatedCluster cluster = SimulatedCluster.start();

	private final HttpClient http = HttpClient.newHttpClient();

	@AfterEach
	void close() {
		this.http.shutdownNow();
		this.cluster.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					api/v1.0/predictions   | {"data":{"names":[],"ndarray":[[0.1,0.9]]},"meta":{}}
					v1/models/iris:predict | {"predictions":[[0.1,0.9]]}
					v2/models/iris/infer   | {"model_name":"iris","outputs":[{"name":"predict","shape":[1,2],"datatype":"FP64","data":[0.1,0.9]}]}
					""")
	void modelPredicts(String path, String prediction) {
		createModel();
		HttpResponse<String> response = post(SERVICES + "http:model:http/proxy/" + path);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
		assertThat(response.body()).isEqualTo(prediction);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/api/v1.0/feedback", "/v1/models/iris", "/v2/models/infer" })
	void modelDoesNotFindOtherPaths(String path) {
		createModel();
		HttpResponse<String> response = post(SERVICES + "http:model:http/proxy" + path);
		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "http:model:http", "model:http", "https:model:8000", ":model:http", "http%3Amodel%3Ahttp" })
	void findsPortByNameOrNumber(String target) {
		createModel();
		assertThat(post(SERVICES + target + "/proxy/api/v1.0/predictions").statusCode()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http:absent:http", "absent:8000", "absent" })
	void serviceIsNotFound(String target) {
		HttpResponse<String> response = post(SERVICES + target + "/proxy/x");
		assertStatus(response, 404, "NotFound", "services \"absent\" not found");
		JsonNode details = Json.read(response.body()).path("details");
		assertThat(details.path("kind").asText()).isEqualTo("services");
		assertThat(details.path("name").asText()).isEqualTo("absent");
	}

	@ParameterizedTest
	@ValueSource(strings = { "ftp:model:http", "http::http", "a:b:c:d" })
	void rejectsInvalidTarget(String target) {
		assertStatus(post(SERVICES + target + "/proxy/x"), 400, "BadRequest",
				"invalid service request \"" + target + "\"");
	}

	@Test
	void rejectsDryRun() {
		createModel();
		assertStatus(post(PREDICT + "?dryRun=All"), 400, "BadRequest", "dryRun is not supported");
	}

	@Test
	void serviceWithoutPodsHasNoEndpoints() {
		createService();
		assertStatus(post(PREDICT), 503, "ServiceUnavailable", "no endpoints available for service \"model\"");
	}

	@Test
	void podThatIsNotReadyIsNoEndpoint() {
		createService();
		createPod(Map.of("test/fail", "CrashLoopBackOff"));
		await().untilAsserted(() -> assertStatus(post(PREDICT), 503, "ServiceUnavailable",
				"no endpoints available for service \"http:model:http\""));
	}

	@Test
	void terminatingPodIsNoEndpoint() {
		createModel();
		this.cluster.behaviour().podGoneAfter(Duration.ofHours(1));
		this.cluster.client().pods().inNamespace(NAMESPACE).withName("model-0").delete();
		assertStatus(post(PREDICT), 503, "ServiceUnavailable", "no endpoints available for service \"model\"");
	}

	@Test
	void reportsMissingPort() {
		createModel();
		assertStatus(post(SERVICES + "http:model:nope/proxy/x"), 503, "ServiceUnavailable",
				"no endpoints available for service \"http:model:nope\"");
		assertStatus(post(SERVICES + "model/proxy/x"), 503, "ServiceUnavailable",
				"no endpoints available for service \"model\"");
		assertStatus(post(SERVICES + "model:9/proxy/x"), 503, "ServiceUnavailable",
				"no service port 9 found for service \"model\"");
	}

	@Test
	void recordsCalls() {
		createModel();
		byte[] body = { -1, 0, 13, 10 };
		HttpRequest request = request(SERVICES + "https:model:8000/proxy/v1/models/a%2Fb/..//c%3Apredict?x=%20",
				BodyPublishers.ofByteArray(body));
		HttpRequest typed = HttpRequest.newBuilder(request, (name, value) -> true)
			.header("Content-Type", "application/octet-stream")
			.build();
		this.http.sendAsync(typed, BodyHandlers.discarding()).join();
		assertThat(this.cluster.behaviour().predictionCalls()).singleElement().satisfies((call) -> {
			assertThat(call)
				.extracting(PredictionCall::method, PredictionCall::namespace, PredictionCall::service,
						PredictionCall::scheme, PredictionCall::port, PredictionCall::podName)
				.containsExactly("POST", NAMESPACE, "model", "https", "8000", "model-0");
			assertThat(call.rawPath()).isEqualTo("/v1/models/a%2Fb/..//c%3Apredict");
			assertThat(call.path()).isEqualTo("/v1/models/a/c:predict");
			assertThat(call.rawQuery()).isEqualTo("x=%20");
			assertThat(call.headers()).containsEntry("content-type", "application/octet-stream");
			assertThat(call.body().toArray()).isEqualTo(body);
		});
		assertThat(this.cluster.faults().count("create", "services/proxy")).isEqualTo(1);
	}

	@Test
	void readsChunkedRequest() {
		createModel();
		BodyPublisher chunked = BodyPublishers
			.ofInputStream(() -> new ByteArrayInputStream("a body".getBytes(StandardCharsets.UTF_8)));
		this.http.sendAsync(request(PREDICT, chunked), BodyHandlers.discarding()).join();
		assertThat(this.cluster.behaviour().predictionCalls()).singleElement()
			.satisfies((call) -> assertThat(call.body().text()).isEqualTo("a body"));
	}

	@Test
	void answersAsScripted() {
		createModel();
		byte[] image = { -119, 80, 78, 71 };
		this.cluster.behaviour()
			.predictions((call) -> call.body().text().contains("image")
					? ModelAnswer.of(418, "image/png", Bytes.of(image)).header("X-Model", call.podName())
					: ModelAnswer.standard(call));
		HttpResponse<byte[]> response = this.http
			.sendAsync(request(PREDICT, BodyPublishers.ofString("image")), BodyHandlers.ofByteArray())
			.join();
		assertThat(response.statusCode()).isEqualTo(418);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("image/png");
		assertThat(response.headers().firstValue("X-Model")).hasValue("model-0");
		assertThat(response.body()).isEqualTo(image);
		assertThat(post(PREDICT).statusCode()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource({ "/a/b?c=1, /api/v1/namespaces/predictions/services/http:model:http/proxy/a/b?c=1",
			"http://other.example/x, http://other.example/x", "//other.example/x, //other.example/x",
			"relative, relative" })
	void redirectsAbsolutePathsToProxy(String location, String received) {
		createModel();
		this.cluster.behaviour()
			.predictions((call) -> ModelAnswer.of(307, "", Bytes.of("")).header("Location", location));
		HttpResponse<String> response = post(PREDICT);
		assertThat(response.statusCode()).isEqualTo(307);
		assertThat(response.headers().firstValue("Location")).hasValue(received);
	}

	@Test
	void reportsUnreachableModel() {
		createModel();
		this.cluster.behaviour().predictions((call) -> ModelAnswer.connectionRefused());
		assertStatus(post(PREDICT), 503, "ServiceUnavailable",
				"error trying to reach service: dial tcp 10.0.0.9:8000: connect: connection refused");
		this.cluster.behaviour().predictions((call) -> ModelAnswer.unreachable("EOF"));
		assertStatus(post(PREDICT), 503, "ServiceUnavailable", "error trying to reach service: EOF");
	}

	@Test
	void lateAnswersDoNotBlockOthers() {
		createModel();
		this.cluster.behaviour().predictions((call) -> switch (call.body().text()) {
			case "never" -> ModelAnswer.never();
			case "late" -> ModelAnswer.json("{}").after(Duration.ofHours(1));
			default -> ModelAnswer.json("{}").after(Duration.ofMillis(1));
		});
		CompletableFuture<?> never = send("never");
		CompletableFuture<?> late = send("late");
		await().until(() -> this.cluster.behaviour().predictionCalls().size() == 2);
		assertThat(post(PREDICT).statusCode()).isEqualTo(200);
		assertThat(never).isNotDone();
		assertThat(late).isNotDone();
		this.cluster.close();
		assertThatThrownBy(never::join).isInstanceOf(CompletionException.class).hasCauseInstanceOf(IOException.class);
		assertThatThrownBy(late::join).isInstanceOf(CompletionException.class).hasCauseInstanceOf(IOException.class);
	}

	@Test
	void cutsAnswer() throws IOException {
		createModel();
		this.cluster.behaviour().predictions((call) -> ModelAnswer.json("{\"data\": 1}").cutAfter(7));
		try (InputStream body = receive()) {
			assertThat(body.readNBytes(7)).asString().isEqualTo("{\"data\"");
			assertThatThrownBy(body::read).isInstanceOf(IOException.class);
		}
		this.cluster.behaviour().predictions((call) -> ModelAnswer.closed());
		CompletableFuture<?> closed = send("");
		assertThatThrownBy(closed::join).hasCauseInstanceOf(IOException.class);
	}

	@Test
	void stallsAnswer() throws IOException {
		createModel();
		this.cluster.behaviour().predictions((call) -> ModelAnswer.json("{\"data\": 1}").stallAfter(7));
		try (InputStream body = receive()) {
			assertThat(body.readNBytes(7)).asString().isEqualTo("{\"data\"");
			assertThat(body.available()).isZero();
		}
	}

	@Test
	void faultsApply() {
		createModel();
		this.cluster.faults().fail(1, "create", "services/proxy", 403);
		assertThat(post(PREDICT).statusCode()).isEqualTo(403);
		assertThat(this.cluster.behaviour().predictionCalls()).isEmpty();
	}

	private void createModel() {
		createService();
		createPod(Map.of());
		await().until(() -> Kubelet
			.isReady(Json.of(this.cluster.client().pods().inNamespace(NAMESPACE).withName("model-0").get())));
	}

	private void createService() {
		this.cluster.client()
			.resource(new ServiceBuilder().withNewMetadata()
				.withNamespace(NAMESPACE)
				.withName("model")
				.endMetadata()
				.withNewSpec()
				.addToSelector("app", "model")
				.addNewPort()
				.withName("http")
				.withPort(8000)
				.withTargetPort(new IntOrString(8000))
				.endPort()
				.endSpec()
				.build())
			.create();
	}

	private void createPod(Map<String, String> annotations) {
		this.cluster.client()
			.resource(new PodBuilder().withNewMetadata()
				.withNamespace(NAMESPACE)
				.withName("model-0")
				.addToLabels("app", "model")
				.withAnnotations(annotations)
				.endMetadata()
				.withNewSpec()
				.addNewContainer()
				.withName("model")
				.endContainer()
				.endSpec()
				.build())
			.create();
	}

	private HttpResponse<String> post(String path) {
		return this.http.sendAsync(request(path, BodyPublishers.ofString("{}")), BodyHandlers.ofString()).join();
	}

	private CompletableFuture<HttpResponse<String>> send(String body) {
		return this.http.sendAsync(request(PREDICT, BodyPublishers.ofString(body)), BodyHandlers.ofString());
	}

	private InputStream receive() {
		return this.http.sendAsync(request(PREDICT, BodyPublishers.ofString("{}")), BodyHandlers.ofInputStream())
			.join()
			.body();
	}

	private HttpRequest request(String path, BodyPublisher body) {
		return HttpRequest.newBuilder(URI.create(this.cluster.url() + path)).POST(body).build();
	}

	private static void assertStatus(HttpResponse<String> response, int code, String reason, String message) {
		JsonNode status = Json.read(response.body());
		assertThat(status.path("message").asText()).isEqualTo(message);
		assertThat(status.path("kind").asText()).isEqualTo("Status");
		assertThat(status.path("reason").asText()).isEqualTo(reason);
		assertThat(status.path("code").asInt()).isEqualTo(code);
		assertThat(response.statusCode()).isEqualTo(code);
	}

	private static ConditionFactory await() {
		return Awaitility.await().pollInterval(Duration.ofMillis(10)).atMost(Duration.ofSeconds(60));
	}

}
