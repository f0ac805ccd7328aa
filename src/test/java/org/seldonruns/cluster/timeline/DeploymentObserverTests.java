package org.seldonruns.cluster.timeline;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seldonruns.cluster.SeenObjects.deleted;
import static org.seldonruns.cluster.SeenObjects.deployment;
import static org.seldonruns.cluster.SeenObjects.findings;
import static org.seldonruns.cluster.SeenObjects.told;

class DeploymentObserverTests {

	private final ObjectObservations findings = findings("Deployment", "iris");

	@Test
	void tellsOfItsCreationOfEachOtherCountAndOfItsDeletion() {
		look(1, "{}");
		look(1, "{updatedReplicas: 1}");
		look(1, "{updatedReplicas: 1, readyReplicas: 1}");
		look(1, "{updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1}");
		look(1, "{updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1, observedGeneration: 1}");
		look(2, "{updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1}");
		look(1, "{updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1}");
		DeploymentObserver.look(deleted(deployment("{replicas: 1}", "{}")), findings);

		assertThat(told(findings)).containsExactly("Created:  @06:41:01Z",
				"Replicas: 1 wanted: 0 updated, 0 ready, 0 available @",
				"Replicas: 1 wanted: 1 updated, 0 ready, 0 available @",
				"Replicas: 1 wanted: 1 updated, 1 ready, 0 available @",
				"Replicas: 1 wanted: 1 updated, 1 ready, 1 available @",
				"Replicas: 2 wanted: 1 updated, 1 ready, 1 available @",
				"Replicas: 1 wanted: 1 updated, 1 ready, 1 available @",
				"Replicas: 1 wanted: 0 updated, 0 ready, 0 available @",
				"Deleting: its deletion was asked for @06:41:40Z");
	}

	private void look(int replicas, String status) {
		DeploymentObserver.look(deployment("{replicas: " + replicas + "}", status), findings);
	}

}
