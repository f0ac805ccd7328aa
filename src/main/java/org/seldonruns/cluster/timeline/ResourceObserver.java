package org.seldonruns.cluster.timeline;

import java.util.ArrayList;
import java.util.List;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import org.seldonruns.run.Observation;
import org.seldonruns.seldon.resource.ResourceStatus;
import org.seldonruns.seldon.resource.SeldonDeployment;

/**
 * Observes a SeldonDeployment: its creation, each change of its state, description and
 * replicas, its deletion.
 */
final class ResourceObserver {

	private ResourceObserver() {
	}

	static void observe(GenericKubernetesResource object, ObservationBuffer observations) {
		observations.recordCreation(object.getMetadata());
		ResourceStatus status = ResourceStatus.of(object);
		String state = status.state();
		if (state != null) {
			String message = message(status);
			observations.recordIfChanged("state", state + " " + message,
					SeldonDeployment.FAILED.equals(state) ? Observation.WARNING : Observation.NORMAL, state, message,
					null);
		}
		observations.recordDeletionRequest(object.getMetadata());
	}

	private static String message(ResourceStatus status) {
		List<String> counts = new ArrayList<>();
		if (status.replicas() != null) {
			counts.add("replicas " + status.replicas());
		}
		status.deployments()
			.forEach(each -> counts
				.add("%s %d of %d available".formatted(each.deployment(), each.available(), each.replicas())));
		String replicas = String.join("; ", counts);
		if (status.description() == null) {
			return replicas;
		}
		return status.description() + (replicas.isEmpty() ? "" : " (" + replicas + ")");
	}

}
