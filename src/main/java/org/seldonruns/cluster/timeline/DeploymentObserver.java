package org.seldonruns.cluster.timeline;

import java.util.List;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.seldonruns.run.Observation;
import org.seldonruns.seldon.resource.OwnedDeployment;

/** Observes a Deployment: its creation, each change of its replicas, its deletion. */
final class DeploymentObserver {

	private static final String ENGINE = "seldon-container-engine";

	private DeploymentObserver() {
	}

	static void observe(Deployment object, ObservationBuffer observations) {
		OwnedDeployment deployment = OwnedDeployment.of(object);
		observations.recordCreation(object.getMetadata(), purpose(object.getMetadata(), deployment.containers()));
		String counts = "%d desired, %d updated, %d ready, %d available".formatted(deployment.wanted(),
				deployment.updated(), deployment.ready(), deployment.available());
		observations.recordIfChanged("replicas", counts, Observation.NORMAL, "Replicas", counts, null);
		observations.recordDeletionRequest(object.getMetadata());
	}

	// The name may be a digest. The labels are those of createDeploymentWithoutEngine and
	// createEngineDeployment in the operator.
	private static String purpose(ObjectMeta metadata, List<String> containers) {
		String kind = containers.equals(List.of(ENGINE)) ? "orchestrator" : "component";
		String predictor = metadata.getLabels().get("version");
		return ("true".equals(metadata.getLabels().get("seldon.io/explainer")) ? "explainer" : kind)
				+ ((predictor != null) ? " of predictor " + predictor : "")
				+ (containers.isEmpty() ? "" : " with containers " + String.join(", ", containers));
	}

}
