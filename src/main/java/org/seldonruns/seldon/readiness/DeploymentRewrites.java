package org.seldonruns.seldon.readiness;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.seldonruns.seldon.resource.ObservedState.Present;

/**
 * Counts how often the spec of a Deployment is written without a change of its pod
 * template or its replicas. Operator 1.18.2 does so about 13 times a second after a
 * change of a graph parameter. Not thread-safe.
 */
public final class DeploymentRewrites {

	/** A few such writes are usual. */
	private static final int REPEATED = 3;

	private final Map<String, Deployment> latest = new HashMap<>();

	private final Map<String, Integer> counts = new TreeMap<>();

	/** Compares the Deployments to those of the state before. */
	public void observe(Present present) {
		latest.keySet()
			.retainAll(present.objects(Deployment.class)
				.map(deployment -> deployment.getMetadata().getUid())
				.collect(Collectors.toSet()));
		present.objects(Deployment.class).forEach(deployment -> {
			Deployment before = latest.put(deployment.getMetadata().getUid(), deployment);
			long writes = (before != null)
					? deployment.getMetadata().getGeneration() - before.getMetadata().getGeneration() : 0;
			if (before != null && writes > 0 && isSame(before, deployment)) {
				counts.merge(deployment.getMetadata().getName(), (int) writes, Integer::sum);
			}
		});
	}

	private static boolean isSame(Deployment before, Deployment now) {
		return now.getMetadata().getDeletionTimestamp() == null
				&& Objects.equals(before.getSpec().getReplicas(), now.getSpec().getReplicas())
				&& Objects.equals(before.getSpec().getTemplate(), now.getSpec().getTemplate());
	}

	/** Returns the counts of the Deployments that were written repeatedly, by name. */
	public Map<String, Integer> repeated() {
		Map<String, Integer> repeated = new TreeMap<>(counts);
		repeated.values().removeIf(count -> count < REPEATED);
		return repeated;
	}

}
