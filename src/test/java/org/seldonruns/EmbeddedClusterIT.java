package org.seldonruns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.seldonruns.simulation.Faults;
import org.seldonruns.simulation.SimulatedCluster;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

import static org.assertj.core.api.Assertions.assertThat;

/** The whole service over HTTP, against a simulated cluster. */
@EmbeddedClusterTest
class EmbeddedClusterIT {

	@LocalServerPort
	int port;

	@Autowired
	private SimulatedCluster cluster;

	private ServiceClient service;

	@AfterEach
	void takeBack() {
		cluster.behaviour().podReadyAfter(Duration.ZERO).podGoneAfter(Duration.ZERO);
		cluster.faults().clear();
		service.cancelAll();
	}

	@BeforeEach
	void connect() {
		service = new ServiceClient(port);
	}

	@Test
	void runSucceeds() {
		// Slow enough for each state to be seen, however late the answer to the create.
		cluster.behaviour().podReadyAfter(Duration.ofSeconds(1));

		JsonNode run = service.runToEnd("single.yaml", "?namespace=story&label=commit=9f1c2e");

		assertThat(run.path("status").asString()).isEqualTo("SUCCEEDED");
		assertThat(ServiceClient.steps(run)).containsOnly("SUCCEEDED");
		assertThat(run.path("components")).hasSize(1);
		JsonNode component = run.path("components").path(0);
		assertThat(component.path("deployment").asString()).isEqualTo("single-default-0-classifier");
		assertThat(component.path("replicas")).hasToString("{\"initial\":1,\"scaled\":2,\"updated\":null}");
		assertThat(component.path("containers")).hasToString("[\"classifier\",\"seldon-container-engine\"]");
		assertThat(component.path("autoscaled").asBoolean()).isFalse();
		assertThat(component.at("/pods/kept")).hasSize(1);
		assertThat(component.at("/pods/added")).hasSize(1);
		assertThat(component.at("/pods/replaced")).isEmpty();
		assertThat(run.path("timeline").valueStream().map(entry -> entry.path("reason").asString()))
			.contains("Creating", "Available", "SuccessfulCreate", "Started", "Gone");
		assertThat(run.path("labels").path("commit").asString()).isEqualTo("9f1c2e");
		assertNothingIsLeft("story");
	}

	@Test
	void runSendsThreeWrites() {
		service.runToEnd("single.yaml", "?namespace=quiet");
		int before = cluster.faults().requests().size();

		service.runToEnd("mixed-replicas.yaml", "?namespace=quiet");

		assertThat(cluster.faults().requestsAfter(before)).filteredOn(request -> request.namespace().equals("quiet"))
			.extracting(Faults.Request::verb, Faults.Request::resource, Faults.Request::name)
			.containsExactly(Tuple.tuple("create", "seldondeployments", ""),
					Tuple.tuple("patch", "seldondeployments", "mixed"),
					Tuple.tuple("delete", "seldondeployments", "mixed"));
	}

	@Test
	void rejectedCreateFailsWithoutResource() {
		JsonNode run = service.runToEnd("refused.yaml", "?namespace=refused");

		assertThat(ServiceClient.steps(run)).containsExactly("FAILED", "SKIPPED", "SKIPPED", "SKIPPED", "SKIPPED");
		assertThat(run.path("failure").path("cause").asString()).isEqualTo("REFUSED");
		assertThat(run.path("failure").path("detail").asString()).contains("Can't find container for Predictive Unit");
		assertNothingIsLeft("refused");
	}

	@Test
	void dryRunCreatesNothing() {
		ResponseEntity<JsonNode> good = service.post("single.yaml", "?namespace=dry&dryRun=true");
		ResponseEntity<JsonNode> bad = service.post("refused.yaml", "?namespace=dry&dryRun=true");

		assertThat(good.getStatusCode().value()).isEqualTo(200);
		assertThat(bad.getStatusCode().value()).isEqualTo(422);
		assertThat(bad.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
		assertThat(String.valueOf(bad.getBody())).contains("Can't find container for Predictive Unit");
		assertNothingIsLeft("dry");
	}

	@Test
	void cleansUpAfterATimeOut() {
		// The watches are in place afterwards, so that the time is enough for the create.
		service.runToEnd("single.yaml", "?namespace=late");

		JsonNode run = service.runToEnd("unschedulable.yaml", "?namespace=late&timeout=5s");

		assertThat(ServiceClient.steps(run)).containsExactly("SUCCEEDED", "FAILED", "SKIPPED", "SKIPPED", "SUCCEEDED");
		assertThat(run.path("failure").path("cause").asString()).isEqualTo("UNSCHEDULABLE");
		assertThat(run.path("failure").path("detail").asString())
			.contains("persistentvolumeclaim \"missing\" not found");
		assertThat(run.path("failure").path("evidence").toString())
			.contains("unschedulable-default-0-classifier has 0 of 1 available");
		assertNothingIsLeft("late");
	}

	@Test
	void cancelledRunDeletesItsResource() {
		cluster.behaviour().podReadyAfter(Duration.ofMinutes(5));
		String path = service.start("single.yaml", "?namespace=stopped");
		service.awaitStep(path, "AWAIT_READY");

		assertThat(service.delete(path).getStatusCode().value()).isEqualTo(409);
		assertThat(service.cancel(path).getStatusCode().value()).isEqualTo(202);
		JsonNode run = service.awaitEnd(path);

		assertThat(run.path("status").asString()).isEqualTo("CANCELLED");
		assertThat(ServiceClient.steps(run)).containsExactly("SUCCEEDED", "CANCELLED", "SKIPPED", "SKIPPED",
				"SUCCEEDED");
		assertNothingIsLeft("stopped");
		assertThat(service.cancel(path).getStatusCode().value()).isEqualTo(200);
		assertThat(service.delete(path).getStatusCode().value()).isEqualTo(204);
		assertThat(service.get(path).getStatusCode().value()).isEqualTo(404);
	}

	@Test
	void findsItsObjectAfterLostResponse() {
		cluster.faults().loseAnswer(1, "create", "seldondeployments");

		JsonNode run = service.runToEnd("single.yaml", "?namespace=lost");

		assertThat(run.path("status").asString()).isEqualTo("SUCCEEDED");
		assertNothingIsLeft("lost");
	}

	@Test
	void existingObjectWithSameNameIsNotChanged() {
		cluster.behaviour().podReadyAfter(Duration.ofMinutes(5));
		String first = service.start("single.yaml", "?namespace=twice");
		service.awaitStep(first, "AWAIT_READY");

		JsonNode second = service.runToEnd("single.yaml", "?namespace=twice");

		assertThat(ServiceClient.steps(second)).containsExactly("FAILED", "SKIPPED", "SKIPPED", "SKIPPED", "SKIPPED");
		assertThat(second.path("failure").path("detail").asString()).contains("already exists");
		assertThat(service.body(first).path("status").asString()).isEqualTo("RUNNING");
		service.cancel(first);
		service.awaitEnd(first);
		assertNothingIsLeft("twice");
	}

	@Test
	void uploadIsReturnedUnchanged() throws IOException {
		String path = service.start("json-with-tabs.json", "?namespace=back");
		service.awaitEnd(path);

		ResponseEntity<String> manifest = service.getText(path + "/manifest", MediaType.ALL);

		assertThat(manifest.getBody()).isEqualTo(Files.readString(ServiceClient.manifest("json-with-tabs.json")));
	}

	@Test
	void healthReportsCluster() {
		assertThat(service.body("/actuator/health").path("components").path("cluster").path("status").asString())
			.isEqualTo("UP");
		assertThat(service.body("/actuator/health/readiness").path("components").has("cluster")).isFalse();
	}

	@Test
	void metricsHaveNoRunIds() {
		service.runToEnd("single.yaml", "?namespace=measured");

		// A run is over a moment before it is counted and its thread is let go.
		Awaitility.await()
			.untilAsserted(() -> assertThat(measures()).contains("seldon_runs_run_seconds_count{status=\"succeeded\"}")
				.contains("seldon_runs_step_seconds_count{outcome=\"succeeded\",step=\"await_ready\"}")
				.contains(
						"seldon_runs_kubernetes_requests_total{outcome=\"2xx\",resource=\"seldondeployments\",verb=\"create\"}")
				.contains("seldon_runs_running 0.0")
				.contains("seldon_runs_queued 0.0"));
		assertThat(measures()).doesNotContainPattern("[0-9a-f]{8}-[0-9a-f]{4}-");
	}

	private String measures() {
		return String.valueOf(service.getText("/actuator/prometheus", MediaType.TEXT_PLAIN).getBody());
	}

	private void assertNothingIsLeft(String namespace) {
		assertThat(cluster.client()
			.genericKubernetesResources("machinelearning.seldon.io/v1", "SeldonDeployment")
			.inNamespace(namespace)
			.list()
			.getItems()).isEmpty();
		assertThat(cluster.client().pods().inNamespace(namespace).list().getItems()).isEmpty();
		assertThat(cluster.client().apps().deployments().inNamespace(namespace).list().getItems()).isEmpty();
	}

}
