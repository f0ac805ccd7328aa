package org.seldonruns.lifecycle.step;

import java.util.HashMap;
import java.util.Map;

import org.seldonruns.seldon.resource.ObservedState.Present;
import org.seldonruns.seldon.resource.OwnedContainer;
import org.seldonruns.seldon.resource.OwnedPod;

/**
 * Counts the restarts of containers, including those of pods that are gone. Thread-safe.
 */
final class RestartCounter {

	/** The restarts of each container, by Deployment, then by uid of the pod and name. */
	private final Map<String, Map<String, Integer>> restarts = new HashMap<>();

	synchronized void observe(Present present) {
		for (OwnedPod pod : present.pods()) {
			for (OwnedContainer container : pod.containers()) {
				if (container.restarts() > 0) {
					restarts.computeIfAbsent(pod.deployment(), key -> new HashMap<>())
						.merge(pod.uid() + "/" + container.name(), container.restarts(), Math::max);
				}
			}
		}
	}

	synchronized int of(String deployment) {
		return restarts.getOrDefault(deployment, Map.of()).values().stream().mapToInt(Integer::intValue).sum();
	}

	synchronized int total() {
		return restarts.keySet().stream().mapToInt(this::of).sum();
	}

}
