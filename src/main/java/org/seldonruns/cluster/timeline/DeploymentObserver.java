package org.seldonruns.cluster.timeline;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.seldonruns.run.Observation;
import org.seldonruns.seldon.resource.OwnedDeployment;

/** Observes a Deployment: its creation, each change of its replicas, its deletion. */
final class DeploymentObserver {

	private DeploymentObserver() {
	}

	static void observe(Deployment object, ObservationBuffer observations) {
		OwnedDeployment deployment = OwnedDeployment.of(object);
		observations.recordCreation(object.getMetadata());
		String counts = "%d desired, %d updated, %d ready, %d available".formatted(deployment.wanted(),
				deployment.updated(), deployment.ready(), deployment.available());
		observations.recordIfChanged("replicas", counts, Observation.NORMAL, "Replicas", counts, null);
		observations.recordDeletionRequest(object.getMetadata());
	}

}
