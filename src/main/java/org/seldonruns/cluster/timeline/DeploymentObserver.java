package org.seldonruns.cluster.timeline;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.seldonruns.run.Observation;
import org.seldonruns.seldon.resource.OwnedDeployment;

/** The life of a Deployment: created, each change of its counts, deleted. */
final class DeploymentObserver {

	private DeploymentObserver() {
	}

	/**
	 * Looks at a Deployment.
	 * @param object as the API server shows it
	 * @param findings takes what there is to tell
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
