package org.seldonruns.seldon.readiness;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.seldonruns.seldon.resource.DeploymentRole;
import org.seldonruns.seldon.resource.ObservedState.Present;
import org.seldonruns.seldon.resource.OwnedAutoscaler;
import org.seldonruns.seldon.resource.OwnedDeployment;
import org.seldonruns.seldon.resource.OwnedPod;

/**
 * Checks the Deployments of a resource one after the other and collects the result.
 */
final class DeploymentChecks {

	private final Present present;

	private final Rollout rollout;

	private final List<ReadinessVerdict.Ready.Component> components = new ArrayList<>();

	private final List<String> missing = new ArrayList<>();

	private int ready;

	private int wanted;

	DeploymentChecks(Present present, Rollout rollout, Optional<String> missingState) {
		this.present = present;
		this.rollout = rollout;
		missingState.ifPresent(missing::add);
	}

	void addMissing(String condition) {
		missing.add(condition);
	}

	/** Requires exactly a number of replicas. */
	void requireExactly(OwnedDeployment deployment, int count, DeploymentRole role, String predictor) {
		add(deployment, role, predictor, false, null);
		count(deployment, count);
		rollout.missing(deployment, count).ifPresent(missing::add);
	}

	/**
	 * Requires the minimum of the autoscaler, or the replicas of the Deployment itself if
	 * there is no autoscaler.
	 */
	void requireAutoscaled(OwnedDeployment deployment, String predictor) {
		OwnedAutoscaler autoscaler = autoscalerOf(deployment).orElse(null);
		add(deployment, DeploymentRole.COMPONENT, predictor, true, autoscaler);
		if (autoscaler == null) {
			count(deployment, deployment.wanted());
			rollout.missing(deployment, deployment.wanted()).ifPresent(missing::add);
			return;
		}
		count(deployment, autoscaler.minimum());
		rollout.missingAtLeast(deployment, autoscaler.minimum())
			.ifPresent(clause -> missing.add("%s, but the minimum of %s %s is %d".formatted(clause, autoscaler.kind(),
					autoscaler.name(), autoscaler.minimum())));
	}

	private Optional<OwnedAutoscaler> autoscalerOf(OwnedDeployment deployment) {
		return present.autoscalers().stream().filter(each -> each.deployment().equals(deployment.name())).findFirst();
	}

	private void count(OwnedDeployment deployment, int count) {
		wanted += count;
		ready += Math.min(deployment.available(), count);
	}

	private void add(OwnedDeployment deployment, DeploymentRole role, String predictor, boolean autoscaled,
			@Nullable OwnedAutoscaler autoscaler) {
		components.add(new ReadinessVerdict.Ready.Component(deployment.name(), role, predictor, deployment.containers(),
				deployment.available(), autoscaled, autoscaler, pods(deployment)));
	}

	private Map<String, String> pods(OwnedDeployment deployment) {
		Map<String, String> pods = new LinkedHashMap<>();
		present.pods()
			.stream()
			.filter(pod -> !pod.deleting() && pod.deployment().equals(deployment.name()))
			.forEach((OwnedPod pod) -> pods.put(pod.uid(), pod.name()));
		return pods;
	}

	/** Returns the names of the Deployments that were checked. */
	Set<String> checked() {
		return components.stream().map(ReadinessVerdict.Ready.Component::deployment).collect(Collectors.toSet());
	}

	/** Returns the names of the Deployments whose replicas an autoscaler sets. */
	Set<String> autoscaled() {
		return components.stream()
			.filter(ReadinessVerdict.Ready.Component::autoscaled)
			.map(ReadinessVerdict.Ready.Component::deployment)
			.collect(Collectors.toSet());
	}

	/** Returns the components of a predictor. */
	List<ReadinessVerdict.Ready.Component> componentsOf(String predictor) {
		return components.stream().filter(component -> component.predictor().equals(predictor)).toList();
	}

	ReadinessVerdict verdict() {
		return verdict(null);
	}

	/**
	 * Returns the verdict.
	 * @param unverified as in {@link ReadinessVerdict.Ready}
	 */
	ReadinessVerdict verdict(@Nullable String unverified) {
		return missing.isEmpty() ? new ReadinessVerdict.Ready(components, unverified)
				: new ReadinessVerdict.NotReady(ready, wanted, missing);
	}

}
