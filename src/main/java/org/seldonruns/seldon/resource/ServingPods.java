package org.seldonruns.seldon.resource;

import java.util.Collection;
import java.util.List;
import java.util.Map;
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
	 * Counts the ready pods that any of some Services selects.
	 * @return 0 if none of the Services exists
	 */
	public static int count(Present present, Collection<String> services) {
		List<Map<String, String>> selectors = services.stream()
			.flatMap(service -> selector(present, service).stream())
			.toList();
		return (int) present.objects(Pod.class)
			.filter(pod -> selectors.stream().anyMatch(selector -> isSelected(pod, selector)))
			.map(OwnedPod::of)
			.filter(OwnedPod::isServing)
			.count();
	}

	private static Optional<Map<String, String>> selector(Present present, String service) {
		return present.objects(Service.class)
			.filter(each -> each.getMetadata().getName().equals(service))
			.map(each -> each.getSpec().getSelector())
			// Without a selector, a Service selects nothing.
			.filter(selector -> selector != null && !selector.isEmpty())
			.findFirst();
	}

	private static boolean isSelected(Pod pod, Map<String, String> selector) {
		Map<String, String> labels = pod.getMetadata().getLabels();
		return labels != null && labels.entrySet().containsAll(selector.entrySet());
	}

}
