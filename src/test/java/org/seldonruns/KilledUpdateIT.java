package org.seldonruns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.fabric8.kubernetes.api.model.HasMetadata;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.seldonruns.simulation.ModelAnswer;
import org.seldonruns.simulation.PredictionCall;
import org.seldonruns.simulation.SimulatedCluster;
import tools.jackson.databind.JsonNode;

import org.springframework.util.MultiValueMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Kills the process of the service while its runs are in the steps of predictions and
 * updates; another process deletes their resources.
 */
@Timeout(300)
class KilledUpdateIT {

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	/** The number of predictions to each Service that the model answers. */
	private static final Map<String, Integer> ANSWERED = Map.of("in-predict-default", 0, "in-predict-scaled-default", 1,
			"in-predict-updated-default", 2);

	/** The step at which each run counts as interrupted, as far as its resource shows. */
	private static final Map<String, String> INTERRUPTED_AT = Map.of("in-predict", "AWAIT_READY", "in-predict-scaled",
			"AWAIT_SCALED", "in-update", "AWAIT_UPDATED", "in-await-updated", "AWAIT_UPDATED", "in-predict-updated",
			"AWAIT_UPDATED");

	@AutoClose
	private final SimulatedCluster cluster = SimulatedCluster.start();

	private final Map<String, Integer> calls = new ConcurrentHashMap<>();

	@TempDir
	Path folder;

	@Test
	void nextProcessDeletesTheResourcesOfAKilledOne() throws IOException {
		cluster.behaviour().predictions(this::answer).limit("in-update-default-0-classifier", 1, 1);
		Map<String, String> runs;
		try (ServiceProcess killed = start()) {
			runs = bringToTheirSteps(killed.client());
			killed.kill();
		}

		try (ServiceProcess next = start()) {
			runs.forEach((name, path) -> {
				await().atMost(PATIENCE).until(() -> next.client().get(path).getStatusCode().is2xxSuccessful());
				JsonNode run = next.client().awaitEnd(path);
				assertThat(run.at("/failure/cause").asString()).as("%s", run).isEqualTo("INTERRUPTED");
				assertThat(run.at("/failure/step").asString()).as(name).isEqualTo(INTERRUPTED_AT.get(name));
				assertThat(ServiceClient.step(run, "DELETE").path("status").asString()).isEqualTo("SUCCEEDED");
			});
			assertThat(cluster.client()
				.genericKubernetesResources("machinelearning.seldon.io/v1", "SeldonDeployment")
				.inNamespace("killed")
				.list()
				.getItems()).extracting(HasMetadata::getMetadata).isEmpty();
			assertThat(cluster.client().pods().inNamespace("killed").list().getItems()).isEmpty();
		}
	}

	private ServiceProcess start() {
		return ServiceProcess.start(folder, cluster.writeKubeconfig(folder.resolve("kubeconfig")),
				"--seldon-runs.cluster.lease-duration=6s", "--seldon-runs.cluster.write-timeout=5m",
				"--seldon-runs.prediction.timeout=5m", "--seldon-runs.prediction.retry-for=0s");
	}

	private Map<String, String> bringToTheirSteps(ServiceClient service) throws IOException {
		Map<String, String> steps = new LinkedHashMap<>();
		steps.put("in-predict", "PREDICT");
		steps.put("in-predict-scaled", "PREDICT_SCALED");
		steps.put("in-await-updated", "AWAIT_UPDATED");
		steps.put("in-predict-updated", "PREDICT_UPDATED");
		steps.put("in-update", "AWAIT_SCALED");
		Map<String, String> runs = new HashMap<>();
		for (String name : steps.keySet()) {
			runs.put(name, service.startForm(form(name), "?namespace=killed"));
		}
		steps.forEach((name, step) -> service.awaitStep(String.valueOf(runs.get(name)), step));
		cluster.faults().delayAnswer(1, "patch", "seldondeployments", Duration.ofMinutes(5));
		cluster.behaviour().unlimited();
		service.awaitStep(String.valueOf(runs.get("in-update")), "UPDATE");
		await().until(() -> cluster.client()
			.genericKubernetesResources("machinelearning.seldon.io/v1", "SeldonDeployment")
			.inNamespace("killed")
			.withName("in-update")
			.get()
			.getMetadata()
			.getGeneration() == 3);
		return runs;
	}

	private ModelAnswer answer(PredictionCall call) {
		int before = calls.merge(call.service(), 1, Integer::sum) - 1;
		return (before < ANSWERED.getOrDefault(call.service(), Integer.MAX_VALUE)) ? ModelAnswer.standard(call)
				: ModelAnswer.never();
	}

	private static MultiValueMap<String, Object> form(String name) throws IOException {
		String before = Files.readString(ServiceClient.manifest("updates/image-broken.before.yaml"))
			.replace("name: image-broken", "name: " + name)
			.replace("    replicas: 2\n", "    replicas: 1\n");
		String after = before.replace(":1.18.2", ":1.18.1");
		if (name.equals("in-await-updated")) {
			after = after.replace("    - spec:", "    - metadata: {annotations: {test/ready-after: 1h}}\n      spec:");
		}
		MultiValueMap<String, Object> form = UpdateForm.of(before, after);
		form.add("request", UpdateForm.part("{}"));
		return form;
	}

}
