package org.seldonruns;

import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.ResponseEntity;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole service over HTTP, against a real control plane that KUBECONFIG_IT names. The
 * operator there is the simulated one, unless SELDON_OPERATOR_IT says that a real one
 * runs.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = "seldon-runs.cluster.kubeconfig=${KUBECONFIG_IT}")
@EnabledIfEnvironmentVariable(named = "KUBECONFIG_IT", matches = ".+")
// Kept for later, as contexts are, it would look after what other tests leave.
@DirtiesContext
class RealClusterIT {

	@AutoClose
	private static final ClusterOperator OPERATOR = new ClusterOperator();

	@AutoClose
	private final RealNamespace namespace = new RealNamespace(OPERATOR.client(), Map.of());

	private ServiceClient service;

	RealClusterIT(@LocalServerPort int port) {
		service = new ServiceClient(port);
	}

	@ParameterizedTest
	@Execution(ExecutionMode.CONCURRENT)
	@CsvSource({ "single.yaml, single-default-0-classifier 1 2",
			"predictor-replicas.yaml, predictor-replicas-default-0-classifier 1 2",
			"mixed-replicas.yaml, mixed-main-0-first 1 2; mixed-main-1-second 2 2; mixed-canary-0-classifier 3 2",
			"separate-engine.yaml, separate-engine-default-0-classifier 2 2",
			"prepackaged.yaml, prepackaged-default-0-classifier 1 2",
			"v1alpha2.yaml, v1alpha2-default-0-classifier 1 2", "slow.yaml, slow-default-0-classifier 1 2",
			"json-with-tabs.json, json-with-tabs-default-0-classifier 1 2" })
	void scalesFromInitialReplicasToTwo(String manifest, String components) {
		JsonNode run = service.runToEnd(manifest, query());

		assertThat(run.path("status").asString()).as("%s", run).isEqualTo("SUCCEEDED");
		assertThat(components(run)).isEqualTo(components);
		namespace.assertIsEmpty();
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void autoscaledComponentsAreNotScaled() {
		JsonNode run = service.runToEnd("hpa.yaml", query());

		assertThat(run.path("status").asString()).as("%s", run).isEqualTo("SUCCEEDED");
		assertThat(ServiceClient.steps(run)).containsExactly("SUCCEEDED", "SUCCEEDED", "SKIPPED", "SKIPPED",
				"SUCCEEDED");
		assertThat(ServiceClient.step(run, "SCALE").path("detail").asString()).contains("autoscaled");
		namespace.assertIsEmpty();
	}

	@ParameterizedTest
	@Execution(ExecutionMode.CONCURRENT)
	@CsvSource(delimiter = '|',
			value = { "bad-volume.yaml | OPERATOR_FAILED | Not found: \"missing\"",
					"image-pull.yaml | IMAGE_PULL | registry.invalid/no-such-image:1",
					"unschedulable.yaml | UNSCHEDULABLE | persistentvolumeclaim \"missing\" not found",
					"not-reconciled.yaml | NOT_RECONCILED | No operator" })
	void unreadyResourceFailsAndIsDeleted(String manifest, String cause, String said) {
		JsonNode run = service.runToEnd(manifest, query() + "&timeout=25s");

		assertThat(ServiceClient.steps(run)).containsExactly("SUCCEEDED", "FAILED", "SKIPPED", "SKIPPED", "SUCCEEDED");
		assertThat(run.path("failure").path("cause").asString()).isEqualTo(cause);
		assertThat(run.path("failure").path("detail").asString()).contains(said);
		namespace.assertIsEmpty();
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void reportsSchemaViolation() {
		JsonNode run = service.runToEnd("no-graph.yaml", query());
		ResponseEntity<JsonNode> judged = service.post("no-graph.yaml", query() + "&dryRun=true");

		assertThat(ServiceClient.steps(run)).containsExactly("FAILED", "SKIPPED", "SKIPPED", "SKIPPED", "SKIPPED");
		assertThat(run.path("failure").path("detail").asString()).contains("spec.predictors[0].graph: Required value");
		assertThat(judged.getStatusCode().value()).isEqualTo(422);
		assertThat(String.valueOf(judged.getBody())).contains("spec.predictors[0].graph: Required value");
		namespace.assertIsEmpty();
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	@EnabledIfEnvironmentVariable(named = "SELDON_OPERATOR_IT", matches = ".+",
			disabledReason = "only a real operator has an admission webhook")
	void reportsMessageOfAdmissionWebhook() {
		JsonNode run = service.runToEnd("refused.yaml", query());
		ResponseEntity<JsonNode> judged = service.post("refused.yaml", query() + "&dryRun=true");

		assertThat(ServiceClient.steps(run)).containsExactly("FAILED", "SKIPPED", "SKIPPED", "SKIPPED", "SKIPPED");
		assertThat(run.path("failure").path("detail").asString()).contains("Can't find container for Predictive Unit");
		assertThat(judged.getStatusCode().value()).isEqualTo(422);
		assertThat(String.valueOf(judged.getBody())).contains("Can't find container for Predictive Unit");
		namespace.assertIsEmpty();
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void reportsWarningsAndDroppedFields() {
		JsonNode run = service.runToEnd("unknown-field.yaml", query());

		assertThat(run.path("status").asString()).as("%s", run).isEqualTo("SUCCEEDED");
		assertThat(run.path("warnings").valueStream().map(warning -> warning.path("message").asString()))
			.containsExactly("metadata.uid was removed from the manifest, because the API server sets it.",
					"unknown field \"spec.nonsense\"");
		namespace.assertIsEmpty();
	}

	private String query() {
		return "?namespace=" + namespace.name();
	}

	private static String components(JsonNode run) {
		return run.path("components")
			.valueStream()
			.filter(component -> component.path("kind").asString().equals("component"))
			.map(component -> component.path("deployment").asString() + " "
					+ component.path("replicas").path("initial").asInt() + " "
					+ component.path("replicas").path("scaled").asInt())
			.collect(Collectors.joining("; "));
	}

}
