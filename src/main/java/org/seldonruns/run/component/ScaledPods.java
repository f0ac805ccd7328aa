package org.seldonruns.run.component;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a scale changed the pods of a component. Pods are compared by uid.
 *
 * @param kept the names of the pods that existed before and after the scale
 * @param added the names of the new pods
 * @param replaced the names of the pods that are gone although the number of replicas did
 * not fall; each has a successor in {@code added}
 */
public record ScaledPods(List<String> kept, List<String> added, List<String> replaced) {

	public ScaledPods {
		kept = List.copyOf(kept);
		added = List.copyOf(added);
		replaced = List.copyOf(replaced);
	}

	/**
	 * Compares the pods before and after a scale.
	 * @param before the names of the pods by uid
	 * @param after the names of the pods by uid
	 */
	public static ScaledPods of(Map<String, String> before, Map<String, String> after) {
		List<String> kept = new ArrayList<>();
		List<String> gone = new ArrayList<>();
		before.forEach((uid, name) -> (after.containsKey(uid) ? kept : gone).add(name));
		List<String> added = after.entrySet()
			.stream()
			.filter(pod -> !before.containsKey(pod.getKey()))
			.map(Map.Entry::getValue)
			.toList();
		return new ScaledPods(kept, added, gone.subList(0, Math.min(gone.size(), added.size())));
	}

}
