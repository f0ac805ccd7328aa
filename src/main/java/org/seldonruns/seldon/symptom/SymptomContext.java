package org.seldonruns.seldon.symptom;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import org.seldonruns.seldon.resource.DeploymentRole;
import org.seldonruns.seldon.resource.ObservedState.Present;
import org.seldonruns.seldon.resource.OwnedContainer;
import org.seldonruns.seldon.resource.OwnedDeployment;
import org.seldonruns.seldon.resource.OwnedPod;
import org.seldonruns.seldon.resource.SeenEvent;
import org.seldonruns.seldon.resource.SeldonDeployment;

/** The state of a resource that is checked for symptoms. */
record SymptomContext(Present present) {

	// The reasons of pods that have ended and are replaced, such as evicted ones.
	private static final Set<String> OVER = Set.of("PodFailed", "PodCompleted");

	/** Returns the pods that have not ended and are not being deleted. */
	List<OwnedPod> pods() {
		return present.pods().stream().filter(pod -> !pod.deleting() && !isOver(pod)).toList();
	}

	private static boolean isOver(OwnedPod pod) {
		return pod.condition(OwnedPod.FAILED, "True").isPresent() || pod.condition("Ready", "False")
			.filter(ready -> ready.reason() != null && OVER.contains(ready.reason()))
			.isPresent();
	}

	/** Returns the failed pods; others replace them. */
	List<OwnedPod> failed() {
		return present.pods()
			.stream()
			.filter(pod -> !pod.deleting() && pod.condition(OwnedPod.FAILED, "True").isPresent())
			.toList();
	}

	/** Returns the Deployments that do not have their desired replicas. */
	List<OwnedDeployment> unsettled() {
		return present.deployments()
			.stream()
			.filter(deployment -> !deployment.hasExactly(deployment.wanted()))
			.toList();
	}

	List<PodContainer> containers(Predicate<OwnedContainer> wanted) {
		return pods().stream()
			.flatMap(pod -> pod.containers().stream().filter(wanted).map(each -> new PodContainer(pod, each)))
			.toList();
	}

	/**
	 * Returns whether a pod belongs to an explainer whose predictor is not available yet.
	 * An explainer calls its predictor when it starts, and terminates if there is no
	 * response.
	 */
	boolean waitsForModel(OwnedPod pod) {
		SeldonDeployment resource = present.resource();
		return resource.auxiliaries()
			.stream()
			.filter(each -> each.role() == DeploymentRole.EXPLAINER && each.deployment().equals(pod.deployment()))
			.anyMatch(explainer -> !isAvailable(explainer.predictor()));
	}

	private boolean isAvailable(String predictor) {
		List<OwnedDeployment> deployments = present.deploymentsOf(predictor);
		return !deployments.isEmpty() && deployments.stream().allMatch(deployment -> deployment.available() > 0);
	}

	/** Returns the events of a pod that have one of these reasons, oldest first. */
	List<SeenEvent> eventsOf(OwnedPod pod, Set<String> reasons) {
		return events("Pod", reasons).stream().filter(event -> event.name().equals(pod.name())).toList();
	}

	/**
	 * Returns the events about objects of a kind that have one of these reasons, oldest
	 * first.
	 */
	List<SeenEvent> events(String kind, Set<String> reasons) {
		return present.events()
			.stream()
			.filter(event -> event.kind().equals(kind) && reasons.contains(event.reason()))
			.toList();
	}

}
