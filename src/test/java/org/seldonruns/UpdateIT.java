package org.seldonruns;

import java.nio.file.Files;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seldonruns.simulation.Faults;
import org.seldonruns.simulation.ModelAnswer;
import org.seldonruns.simulation.SimulatedCluster;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import org.springframework.util.MultiValueMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seldonruns.ServiceClient.step;
import static org.seldonruns.ServiceClient.warnings;

/** Updates of the embedded cluster. */
@EmbeddedClusterTest
@TestPropertySource(properties = { "seldon-runs.update.unverified-after=500ms",
		"seldon-runs.diagnosis.operator-failed=1s", "seldon-runs.diagnosis.image-pull=1s" })
class UpdateIT {

	private static final String QUERY = "?namespace=updating";

	@Autowired
	private SimulatedCluster cluster;

	@LocalServerPort
	private int port;

	private ServiceClient service;

	@BeforeEach
	void connect() {
		service = new ServiceClient(port);
	}

	@AfterEach
	void reset() {
		cluster.behaviour().predictions(ModelAnswer::standard).podReadyAfter(Duration.ZERO).podGoneAfter(Duration.ZERO);
		cluster.faults().clear();
		service.cancelAll();
	}

	@ParameterizedTest
	@CsvSource({ "image", "parameter", "replicas", "canary-added", "canary-removed", "renamed", "container-renamed" })
	void updateGoesThrough(String name) throws IOException {
		cluster.behaviour().podReadyAfter(Duration.ofMillis(100)).podGoneAfter(Duration.ofMillis(100));
		JsonNode run = run(name, "");

		assertSucceeded(run);
		assertThat(step(run, "UPDATE").path("detail").asString()).contains("generation is");
		assertThat(step(run, "AWAIT_UPDATED").path("status").asString()).isEqualTo("SUCCEEDED");
		assertThat(warnings(run)).isEmpty();
		assertThat(run.path("components").valueStream())
			.allMatch(component -> component.at("/replicas/updated").asInt() > 0);
		assertNothingIsLeft();
	}

	@Test
	void updateCostsOneMoreWrite() throws IOException {
		run("image", "");
		int before = cluster.faults().requests().size();

		run("image", "");

		assertThat(cluster.faults().requestsAfter(before)).extracting(Faults.Request::verb, Faults.Request::resource)
			.containsExactly(Tuple.tuple("create", "seldondeployments"), Tuple.tuple("patch", "seldondeployments"),
					Tuple.tuple("patch", "seldondeployments"), Tuple.tuple("delete", "seldondeployments"));
	}

	@Test
	void podsAreReplacedOneByOne() throws IOException {
		cluster.behaviour().podReadyAfter(Duration.ofMillis(200));
		JsonNode run = run("image", "&maxDowntime=0s");
		JsonNode availability = step(run, "AWAIT_UPDATED").at("/availability/0");

		assertThat(step(run, "AWAIT_UPDATED").path("detail").asString())
			.endsWith("; predictor default had at least 2 ready pods");
		assertThat(availability.path("predictor").asString()).isEqualTo("default");
		assertThat(availability.path("service").asString()).isEqualTo("image-default");
		assertThat(availability.path("minReadyPods").asInt()).isEqualTo(2);
		assertThat(availability.path("longestDowntimeMillis").asLong()).isZero();
		assertThat(availability.path("predictions").isNull()).isTrue();
	}

	@Test
	void changeOfTheTrafficAloneIsUnverified() throws IOException {
		JsonNode run = run("traffic", "");

		assertSucceeded(run);
		assertThat(warnings(run)).anyMatch(warning -> warning
			.contains("the update could not be verified: no Deployment of the resource shows it"));
	}

	@Test
	void updateWithoutChangeEndsAtOnce() throws IOException {
		// The scale changes the replicas that the manifest does not set.
		String manifest = Files.readString(ServiceClient.manifest("updates/no-change.before.yaml"))
			.replace("spec:\n  predictors", "spec:\n  replicas: 2\n  predictors");
		JsonNode run = service.awaitEnd(service.startForm(UpdateForm.of(manifest, manifest), QUERY + "&replicas=2"));

		assertSucceeded(run);
		assertThat(step(run, "UPDATE").path("detail").asString()).isEqualTo("the update changed nothing");
		assertThat(step(run, "AWAIT_UPDATED").path("status").asString()).isEqualTo("SKIPPED");
		assertThat(warnings(run)).anyMatch(warning -> warning.startsWith("the update changed nothing"));
	}

	@ParameterizedTest
	@CsvSource({ "canary-broken, main", "image-broken, default" })
	void updateThatDoesNotComeUpFailsAndTheOldPodsStillServe(String name, String serving) throws IOException {
		JsonNode run = run(name, "");

		assertThat(run.path("status").asString()).as("%s", run).isEqualTo("FAILED");
		assertThat(run.at("/failure/step").asString()).isEqualTo("AWAIT_UPDATED");
		assertThat(run.at("/failure/cause").asString()).isEqualTo("IMAGE_PULL");
		assertThat(run.at("/failure/detail").asString())
			.endsWith("; predictor %s still serves with 2 ready pods".formatted(serving))
			.doesNotContain(".;");
		assertNothingIsLeft();
	}

	@Test
	void changedSelectorIsADowntime() throws IOException {
		cluster.behaviour().podGoneAfter(Duration.ofMillis(500)).podReadyAfter(Duration.ofMillis(300));
		String before = Files.readString(ServiceClient.manifest("updates/image.before.yaml"));
		String after = before.replace("  - name: default",
				"  - name: default\n    annotations: {seldon.io/svc-name: other}");
		assertThat(after).isNotEqualTo(before);

		JsonNode run = service.awaitEnd(service.startForm(UpdateForm.of(before, after), QUERY));
		assertSucceeded(run);
		assertThat(warnings(run)).anyMatch(warning -> warning.contains("predictor default had no ready pod for"));
		assertThat(step(run, "AWAIT_UPDATED").at("/availability/0/longestDowntimeMillis").asLong()).isPositive();

		JsonNode limited = service.awaitEnd(service.startForm(UpdateForm.of(before, after), QUERY + "&maxDowntime=0s"));
		assertThat(limited.at("/failure/cause").asString()).as("%s", limited).isEqualTo("UNAVAILABLE_DURING_UPDATE");
		assertThat(limited.at("/failure/detail").asString()).contains("predictor default had no ready pod for",
				"maxDowntime is 0ms");
		assertNothingIsLeft();
	}

	@Test
	void sendsPredictionsThroughTheWholeUpdate() throws IOException {
		cluster.behaviour().podReadyAfter(Duration.ofMillis(1200));
		MultiValueMap<String, Object> form = UpdateForm.of("image");
		form.add("request", UpdateForm.part("{\"data\": {\"ndarray\": [[1]]}}"));

		JsonNode run = service.awaitEnd(service.startForm(form, QUERY));

		assertSucceeded(run);
		JsonNode predictions = step(run, "AWAIT_UPDATED").at("/availability/0/predictions");
		assertThat(predictions.at("/answers/200").asInt()).isGreaterThanOrEqualTo(2);
		assertThat(predictions.path("failed").asInt()).isZero();
		assertThat(step(run, "PREDICT_UPDATED").path("predictions")).hasSize(1);
	}

	@Test
	void countsPredictionsThatFailDuringTheUpdate() throws IOException {
		cluster.behaviour().podReadyAfter(Duration.ofMillis(1200));
		MultiValueMap<String, Object> form = UpdateForm.of("image");
		form.add("request", UpdateForm.part("{}"));
		String path = service.startForm(form, QUERY);
		service.awaitStep(path, "AWAIT_UPDATED");
		cluster.behaviour().predictions(call -> ModelAnswer.json(500, "{}"));
		JsonNode run = service.awaitEnd(path);

		assertThat(run.at("/failure/step").asString()).isEqualTo("PREDICT_UPDATED");
		JsonNode predictions = step(run, "AWAIT_UPDATED").at("/availability/0/predictions");
		assertThat(predictions.path("failed").asInt()).isPositive();
		assertThat(predictions.at("/failures/0/result").asString()).isEqualTo("500");
		assertThat(warnings(run)).anyMatch(warning -> warning.contains("predictions to predictor default failed"));
	}

	@Test
	void changeOfTheSpecByAnotherClientFails() throws IOException {
		cluster.behaviour().podReadyAfter(Duration.ofMillis(1200));
		String path = service.startForm(UpdateForm.of("image"), QUERY);
		service.awaitStep(path, "AWAIT_UPDATED");
		resources().withName("image")
			.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"annotations\": {\"somebody\": \"else\"}}}");
		JsonNode run = service.awaitEnd(path);

		assertThat(run.at("/failure/step").asString()).as("%s", run).isEqualTo("AWAIT_UPDATED");
		assertThat(run.at("/failure/cause").asString()).isEqualTo("CHANGED_BY_ANOTHER");
		assertNothingIsLeft();
	}

	@Test
	void cancelledUpdateLeavesNothingBehind() throws IOException {
		cluster.behaviour().podReadyAfter(Duration.ofMillis(300));
		String path = service.startForm(UpdateForm.of("image"), QUERY);
		service.awaitStep(path, "AWAIT_UPDATED");
		service.cancel(path);
		JsonNode run = service.awaitEnd(path);

		assertThat(run.path("status").asString()).isEqualTo("CANCELLED");
		assertThat(step(run, "DELETE").path("status").asString()).isEqualTo("SUCCEEDED");
		assertNothingIsLeft();
	}

	private JsonNode run(String name, String query) throws IOException {
		return service.awaitEnd(service.startForm(UpdateForm.of(name), QUERY + query));
	}

	private static void assertSucceeded(JsonNode run) {
		assertThat(run.path("status").asString()).as("%s", run.path("failure")).isEqualTo("SUCCEEDED");
	}

	private void assertNothingIsLeft() {
		assertThat(resources().list().getItems()).isEmpty();
	}

	private NonNamespaceOperation<GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>> resources() {
		return cluster.client()
			.genericKubernetesResources("machinelearning.seldon.io/v1", "SeldonDeployment")
			.inNamespace("updating");
	}

}
