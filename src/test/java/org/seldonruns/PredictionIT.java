package org.seldonruns;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.seldonruns.simulation.Bytes;
import org.seldonruns.simulation.Faults;
import org.seldonruns.simulation.ModelAnswer;
import org.seldonruns.simulation.PredictionCall;
import org.seldonruns.simulation.SimulatedCluster;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.test.context.TestPropertySource;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

import static org.assertj.core.api.Assertions.assertThat;

/** Predictions through the service proxy of the embedded cluster. */
@EmbeddedClusterTest
@TestPropertySource(properties = { "seldon-runs.prediction.timeout=2s", "seldon-runs.prediction.retry-for=5s" })
class PredictionIT {

	private static final String REQUEST = "{\"data\": {\"ndarray\": [[1.5, 2]]}}";

	@Autowired
	private SimulatedCluster cluster;

	@LocalServerPort
	private int port;

	private ServiceClient service;

	private int callsBefore;

	@BeforeEach
	void connect() {
		service = new ServiceClient(port);
		callsBefore = cluster.behaviour().predictionCalls().size();
	}

	@AfterEach
	void reset() {
		cluster.behaviour().predictions(ModelAnswer::standard);
		cluster.faults().clear();
		service.cancelAll();
	}

	@Test
	void readyAndScaledResourceAnswers() {
		JsonNode run = run("single.yaml", "&predictions=3", "{\"required\": [\"data\"]}");

		assertThat(run.path("status").asString()).as(run.path("failure").toString()).isEqualTo("SUCCEEDED");
		JsonNode result = step(run, "PREDICT").path("predictions").path(0);
		assertThat(result.path("predictor").asString()).isEqualTo("default");
		assertThat(result.path("service").asString()).isEqualTo("single-default");
		assertThat(result.path("answers")).hasToString("{\"200\":3}");
		assertThat(result.at("/firstAnswer/excerpt").asString()).contains("ndarray");
		assertThat(result.at("/latency/max").asDouble()).isPositive();
		assertThat(step(run, "PREDICT_SCALED").path("predictions")).hasSize(1);
		assertThat(calls()).hasSize(6).allSatisfy(call -> {
			assertThat(call.rawPath()).isEqualTo("/api/v1.0/predictions");
			assertThat(call.body().text()).isEqualTo(REQUEST);
			assertThat(call.scheme()).isEqualTo("http");
			assertThat(call.headers().get("Content-Type")).startsWith("application/json");
		});
		assertNothingIsLeft();
	}

	@Test
	void runCostsThreeWritesAndThePredictions() {
		run("single.yaml", "", null);
		int before = cluster.faults().requests().size();

		run("single.yaml", "", null);

		assertThat(cluster.faults().requestsAfter(before)).extracting(Faults.Request::verb, Faults.Request::resource)
			.containsExactly(Tuple.tuple("create", "seldondeployments"), Tuple.tuple("create", "services/proxy"),
					Tuple.tuple("patch", "seldondeployments"), Tuple.tuple("create", "services/proxy"),
					Tuple.tuple("delete", "seldondeployments"));
	}

	@ParameterizedTest
	@CsvSource({ "500, PREDICTION_FAILED", "404, PREDICTION_FAILED", "401, PREDICTION_FAILED", "302, PREDICTION_FAILED",
			"503, PREDICTION_FAILED" })
	void unsuccessfulStatusFails(int status, String cause) {
		cluster.behaviour()
			.predictions(call -> ModelAnswer.json(status, "{\"error\": \"no\"}").header("Location", "/api/v1/secrets"));
		JsonNode run = run("single.yaml", "", null);
		assertFailed(run, cause);
		assertThat(run.at("/failure/detail").asString())
			.isEqualTo("the answer of predictor default has the status " + status);
		assertThat(run.at("/failure/evidence").toString()).contains("{\\\"error\\\": \\\"no\\\"}");
		// Redirects are not followed, and a status is no reason to repeat a prediction.
		assertThat(calls()).extracting(PredictionCall::rawPath).containsOnly("/api/v1.0/predictions");
	}

	@Test
	void htmlIsNoJson() {
		cluster.behaviour().predictions(call -> ModelAnswer.of(200, "text/html", Bytes.of("<html>login</html>")));
		assertThat(run("single.yaml", "", null).path("status").asString()).isEqualTo("SUCCEEDED");
		JsonNode run = run("single.yaml", "", "{}");
		assertFailed(run, "PREDICTION_FAILED");
		assertThat(run.at("/failure/detail").asString()).contains("it is not valid JSON");
	}

	@Test
	void largeAnswerIsReadUpToTheLimit() {
		byte[] large = new byte[10 * 1024 * 1024];
		Arrays.fill(large, (byte) 'a');
		cluster.behaviour().predictions(call -> ModelAnswer.of(200, "text/plain", Bytes.of(large)));
		JsonNode answer = step(run("single.yaml", "", null), "PREDICT").at("/predictions/0/firstAnswer");
		assertThat(answer.path("size").asInt()).isEqualTo(1024 * 1024);
		assertThat(answer.path("complete").asBoolean()).isFalse();
		assertThat(answer.path("excerpt").asString()).hasSize(4096);
	}

	@Test
	void modelThatNeverAnswersFails() {
		cluster.behaviour().predictions(call -> ModelAnswer.never());
		JsonNode run = run("single.yaml", "&predictions=1000", null);
		assertFailed(run, "PREDICTION_FAILED");
		assertThat(run.at("/failure/detail").asString()).contains("did not answer within 2s");
		assertThat(calls()).hasSize(1);
	}

	@Test
	void slowModelAnswers() {
		cluster.behaviour().predictions(call -> ModelAnswer.json("{}").after(Duration.ofMillis(500)));
		JsonNode result = step(run("single.yaml", "", null), "PREDICT").at("/predictions/0");
		assertThat(result.path("answers")).hasToString("{\"200\":1}");
		assertThat(result.at("/latency/min").asDouble()).isGreaterThanOrEqualTo(500);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 5 })
	void answerThatIsCutOffFails(int bytes) {
		cluster.behaviour()
			.predictions(
					call -> (bytes == 0) ? ModelAnswer.closed() : ModelAnswer.json("{\"a\": 12345}").cutAfter(bytes));
		JsonNode run = run("single.yaml", "", null);
		assertThat(run.path("status").asString()).isEqualTo("FAILED");
		assertThat(run.at("/failure/cause").asString()).isIn("PREDICTION_FAILED", "PREDICTION_UNREACHABLE",
				"CLUSTER_UNREACHABLE");
	}

	@Test
	void firstTenRefusedConnectionsAreRetried() {
		AtomicInteger calls = new AtomicInteger();
		cluster.behaviour()
			.predictions(call -> (calls.incrementAndGet() <= 4) ? ModelAnswer.connectionRefused()
					: ModelAnswer.standard(call));
		JsonNode run = run("single.yaml", "", null);
		assertThat(run.path("status").asString()).isEqualTo("SUCCEEDED");
		assertThat(step(run, "PREDICT").at("/predictions/0/firstAnswerAfterMillis").asLong()).isGreaterThan(1000);
	}

	@Test
	void refusedConnectionsAreExplained() {
		cluster.behaviour().predictions(call -> ModelAnswer.connectionRefused());
		JsonNode run = run("single.yaml", "", null);
		assertFailed(run, "PREDICTION_UNREACHABLE");
		assertThat(run.at("/failure/detail").asString()).contains("connection refused", "NetworkPolicy");
	}

	@Test
	void missingPermissionOfTheServiceIsExplained() {
		cluster.faults().fail(100, "create", "services/proxy", 403);
		JsonNode run = run("single.yaml", "", null);
		assertFailed(run, "REFUSED");
		assertThat(run.at("/failure/detail").asString()).contains("k8s/components/predictions");
	}

	private JsonNode run(String manifest, String query, @Nullable String expect) {
		MultiValueMap<String, Object> form = new LinkedMultiValueMap<>();
		form.add("file", new FileSystemResource(ServiceClient.manifest(manifest)));
		form.add("request", part(REQUEST));
		if (expect != null) {
			form.add("expect", part(expect));
		}
		return service.awaitEnd(service.startForm(form, "?namespace=predicting" + query));
	}

	private static ByteArrayResource part(String text) {
		return new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8)) {
			@Override
			public String getFilename() {
				return "part.json";
			}
		};
	}

	private static JsonNode step(JsonNode run, String name) {
		return ServiceClient.step(run, name);
	}

	private List<PredictionCall> calls() {
		return cluster.behaviour().predictionCalls().stream().skip(callsBefore).toList();
	}

	private void assertFailed(JsonNode run, String cause) {
		assertThat(run.at("/failure/cause").asString()).as(run.toString()).isEqualTo(cause);
		assertThat(run.at("/failure/step").asString()).isEqualTo("PREDICT");
		assertThat(step(run, "DELETE").path("status").asString()).isEqualTo("SUCCEEDED");
		assertNothingIsLeft();
	}

	private void assertNothingIsLeft() {
		assertThat(cluster.client()
			.genericKubernetesResources("machinelearning.seldon.io/v1", "SeldonDeployment")
			.inNamespace("predicting")
			.list()
			.getItems()).isEmpty();
	}

}
