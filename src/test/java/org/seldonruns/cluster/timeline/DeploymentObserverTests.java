package org.seldonruns.cluster.timeline;

import org.junit.jupiter.api.Test;

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

		assertThat(recorded(observations)).containsExactly("Created:  @06:41:01Z",
				"Replicas: 1 desired, 0 updated, 0 ready, 0 available @",
				"Replicas: 1 desired, 1 updated, 0 ready, 0 available @",
				"Replicas: 1 desired, 1 updated, 1 ready, 0 available @",
				"Replicas: 1 desired, 1 updated, 1 ready, 1 available @",
				"Replicas: 2 desired, 1 updated, 1 ready, 1 available @",
				"Replicas: 1 desired, 1 updated, 1 ready, 1 available @",
				"Replicas: 1 desired, 0 updated, 0 ready, 0 available @", "Deleting: deletion requested @06:41:40Z");
	}

	private void observe(int replicas, String status) {
		DeploymentObserver.observe(deployment("{replicas: " + replicas + "}", status), observations);
	}

}
