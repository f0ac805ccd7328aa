package org.seldonruns.cluster.timeline;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.seldonruns.run.Observation;
import org.seldonruns.seldon.resource.OwnedDeployment;

/** Observes a Deployment: its creation, each change of its replicas, its deletion. */
final class DeploymentObserver {

	private DeploymentObserver() {
	}

	/**
	 * Records what is new.
	 * @param object the Deployment
	 * @param findings receives the observations
	 */
	static void look(Deployment object, ObjectObservations findings) {
		OwnedDeployment deployment = OwnedDeployment.of(object);
		findings.once("Created", Observation.NORMAL, "Created", "",
				KubernetesTimes.of(object.getMetadata().getCreationTimestamp()));
		String counts = "%d wanted: %d updated, %d ready, %d available".formatted(deployment.wanted(),
				deployment.updated(), deployment.ready(), deployment.available());
		findings.changing("replicas", counts, Observation.NORMAL, "Replicas", counts, null);
		findings.deletion(object.getMetadata());
	}

}
