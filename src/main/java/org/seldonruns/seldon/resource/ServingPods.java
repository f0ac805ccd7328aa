package org.seldonruns.seldon.resource;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import org.seldonruns.seldon.resource.ObservedState.Present;

/** Counts the pods to which the Service of a predictor sends requests. */
public final class ServingPods {

	private ServingPods() {
	}

	/** Returns whether the watches show a Service of the resource. */
	public static boolean isWatched(Present present, String service) {
		return selector(present, service).isPresent();
	}

	/**
	 * Counts the ready pods that a Service selects.
	 * @return 0 if the Service does not exist
	 */
	public static int count(Present present, String service) {
		return selector(present, service)
			.map(selector -> (int) present.objects(Pod.class)
				.filter(pod -> isSelected(pod, selector))
				.map(OwnedPod::of)
				.filter(pod -> pod.isReady() && !pod.deleting())
				.count())
			.orElse(0);
	}

	private static Optional<Map<String, String>> selector(Present present, String service) {
		return present.objects(Service.class)
			.filter(each -> each.getMetadata().getName().equals(service))
			.map(each -> each.getSpec().getSelector())
			.filter(Objects::nonNull)
			.findFirst();
	}

	private static boolean isSelected(Pod pod, Map<String, String> selector) {
		Map<String, String> labels = pod.getMetadata().getLabels();
		return labels != null && labels.entrySet().containsAll(selector.entrySet());
	}

}
