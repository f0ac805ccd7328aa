package org.seldonruns.seldon.readiness;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

	private final List<ReadinessVerdict.Ready.Component> components = new ArrayList<>();

	private final List<String> missing = new ArrayList<>();

	private int ready;

	private int wanted;

	DeploymentChecks(Present present) {
		this.present = present;
	}

	void addMissing(String condition) {
		missing.add(condition);
	}

	/** Requires exactly a number of replicas. */
	void requireExactly(OwnedDeployment deployment, int count, DeploymentRole role, String predictor) {
		add(deployment, role, predictor, false, null);
		count(deployment, count);
		if (!deployment.hasExactly(count)) {
			missing.add(deployment.describeMissing(count));
		}
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
			if (!deployment.hasExactly(deployment.wanted())) {
				missing.add(deployment.describeMissing(deployment.wanted()));
			}
			return;
		}
		count(deployment, autoscaler.minimum());
		if (!deployment.hasAtLeast(autoscaler.minimum())) {
			missing.add("%s has %d available, but the minimum of %s %s is %d".formatted(deployment.name(),
					deployment.available(), autoscaler.kind(), autoscaler.name(), autoscaler.minimum()));
		}
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

	/** Returns the verdict, with the state of the resource as the first condition. */
	ReadinessVerdict verdict(Optional<String> missingState) {
		missingState.ifPresent(missing::addFirst);
		return missing.isEmpty() ? new ReadinessVerdict.Ready(components)
				: new ReadinessVerdict.NotReady(ready, wanted, missing);
	}

}
