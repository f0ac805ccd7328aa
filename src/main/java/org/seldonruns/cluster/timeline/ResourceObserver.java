package org.seldonruns.cluster.timeline;

import java.util.ArrayList;
import java.util.List;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import org.seldonruns.run.Observation;
import org.seldonruns.seldon.resource.ResourceStatus;
import org.seldonruns.seldon.resource.SeldonDeployment;

/**
 * The life of a SeldonDeployment: created, each change of its state, its description and
 * its counts, deleted.
 */
final class ResourceObserver {

	private ResourceObserver() {
	}

	/**
	 * Looks at a SeldonDeployment.
	 * @param object as the API server shows it
	 * @param findings takes what there is to tell
	 */
	static void look(GenericKubernetesResource object, ObjectObservations findings) {
		findings.once("Created", Observation.NORMAL, "Created", "",
				KubernetesTimes.of(object.getMetadata().getCreationTimestamp()));
		ResourceStatus status = ResourceStatus.of(object);
		String state = status.state();
		if (state != null) {
			String message = words(status);
			findings.changing("state", state + " " + message,
					SeldonDeployment.FAILED.equals(state) ? Observation.WARNING : Observation.NORMAL, state, message,
					null);
		}
		findings.deletion(object.getMetadata());
	}

	private static String words(ResourceStatus status) {
		List<String> counts = new ArrayList<>();
		if (status.replicas() != null) {
			counts.add("replicas " + status.replicas());
		}
		status.deployments()
			.forEach(each -> counts
				.add("%s %d of %d available".formatted(each.deployment(), each.available(), each.replicas())));
		String words = String.join("; ", counts);
		if (status.description() == null) {
			return words;
		}
		return status.description() + (words.isEmpty() ? "" : " (" + words + ")");
	}

}
