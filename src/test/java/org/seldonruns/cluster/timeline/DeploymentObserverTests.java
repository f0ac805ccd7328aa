package org.seldonruns.cluster.timeline;

import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.apps.Deployment;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seldonruns.cluster.SeenObjects.deleted;
import static org.seldonruns.cluster.SeenObjects.deployment;
import static org.seldonruns.cluster.SeenObjects.observations;
import static org.seldonruns.cluster.SeenObjects.recorded;

class DeploymentObserverTests {

	private final ObservationBuffer observations = observations("Deployment", "iris");

	@Test
	void recordsCreationReplicaChangesAndDeletion() {
		observe(1, "{}");
		observe(1, "{updatedReplicas: 1}");
		observe(1, "{updatedReplicas: 1, readyReplicas: 1}");
		observe(1, "{updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1}");
		observe(1, "{updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1, observedGeneration: 1}");
		observe(2, "{updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1}");
		observe(1, "{updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1}");
		DeploymentObserver.observe(deleted(deployment("{replicas: 1}", "{}")), observations);

		assertThat(recorded(observations)).containsExactly("Created: component @06:41:01Z",
				"Replicas: 1 desired, 0 updated, 0 ready, 0 available @",
				"Replicas: 1 desired, 1 updated, 0 ready, 0 available @",
				"Replicas: 1 desired, 1 updated, 1 ready, 0 available @",
				"Replicas: 1 desired, 1 updated, 1 ready, 1 available @",
				"Replicas: 2 desired, 1 updated, 1 ready, 1 available @",
				"Replicas: 1 desired, 1 updated, 1 ready, 1 available @",
				"Replicas: 1 desired, 0 updated, 0 ready, 0 available @", "Deleting: deletion requested @06:41:40Z");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"seldon.io/model=true,version=a | m seldon-container-engine | component of predictor a with containers m, seldon-container-engine",
			"seldon-deployment-contains-svcorch=true,version=a | seldon-container-engine | orchestrator of predictor a with containers seldon-container-engine",
			"seldon.io/explainer=true,version=a | iris-explainer | explainer of predictor a with containers iris-explainer",
			"app=x | m | component with containers m" })
	void explainsWhatTheDeploymentIsFor(String labels, String containers, String message) {
		String template = Stream.of(containers.split(" "))
			.map("{name: %s}"::formatted)
			.collect(Collectors.joining(", ", "{replicas: 1, template: {spec: {containers: [", "]}}}"));
		Deployment deployment = deployment(template, "{}");
		deployment.getMetadata()
			.setLabels(Stream.of(labels.split(","))
				.map(label -> label.split("="))
				.collect(Collectors.toMap(label -> label[0], label -> label[1])));

		DeploymentObserver.observe(deployment, observations);

		assertThat(recorded(observations)).first().isEqualTo("Created: " + message + " @06:41:01Z");
	}

	private void observe(int replicas, String status) {
		DeploymentObserver.observe(deployment("{replicas: " + replicas + "}", status), observations);
	}

}
