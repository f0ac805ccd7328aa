package org.seldonruns.seldon.resource;

import java.util.List;
import java.util.Optional;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;

import static java.util.Objects.requireNonNullElse;

/**
 * The parts of a Deployment of a SeldonDeployment that a run needs.
 *
 * @param containers the names of its pods' containers, in order
 * @param generation rises with each change of its spec
 * @param observedGeneration the generation of its counts
 * @param wanted {@code spec.replicas}
 * @param replicas existing pods, {@code status.replicas}
 * @param updated {@code status.updatedReplicas}: the number of pods of the current
 * template
 * @param ready {@code status.readyReplicas}
 * @param available {@code status.availableReplicas}: the number of pods that have been
 * ready for {@code minReadySeconds}
 */
public record OwnedDeployment(String name, List<String> containers, long generation, long observedGeneration,
		int wanted, int replicas, int updated, int ready, int available, List<Condition> conditions) {

	public OwnedDeployment {
		containers = List.copyOf(containers);
		conditions = List.copyOf(conditions);
	}

	public static OwnedDeployment of(Deployment object) {
		DeploymentStatus status = Optional.ofNullable(object.getStatus()).orElseGet(DeploymentStatus::new);
		List<String> containers = Optional.ofNullable(object.getSpec().getTemplate())
			.map(PodTemplateSpec::getSpec)
			.map(PodSpec::getContainers)
			.orElse(List.of())
			.stream()
			.map(Container::getName)
			.toList();
		return new OwnedDeployment(object.getMetadata().getName(), containers,
				requireNonNullElse(object.getMetadata().getGeneration(), 0L),
				requireNonNullElse(status.getObservedGeneration(), 0L),
				// The API server defaults to one replica.
				requireNonNullElse(object.getSpec().getReplicas(), 1), requireNonNullElse(status.getReplicas(), 0),
				requireNonNullElse(status.getUpdatedReplicas(), 0), requireNonNullElse(status.getReadyReplicas(), 0),
				requireNonNullElse(status.getAvailableReplicas(), 0), conditions(status));
	}

	private static List<Condition> conditions(DeploymentStatus status) {
		return status.getConditions()
			.stream()
			.map(condition -> new Condition(condition.getType(), condition.getStatus(), condition.getReason(),
					condition.getMessage()))
			.toList();
	}

	/**
	 * Returns whether the status is up to date and shows exactly this number of replicas,
	 * all of the current template and available.
	 */
	public boolean hasExactly(int count) {
		return wanted == count && observedGeneration >= generation && replicas == count && updated == count
				&& available == count;
	}

	/**
	 * Returns whether the status is up to date and shows at least this number of
	 * available replicas of the current template.
	 */
	public boolean hasAtLeast(int count) {
		return observedGeneration >= generation && updated >= count && available >= count;
	}

	/** Describes why it does not have exactly this number of replicas. */
	public String describeMissing(int count) {
		StringBuilder clause = new StringBuilder("%s has %d of %d available".formatted(name, available, count));
		if (replicas > count) {
			clause.append(", %d in total".formatted(replicas));
		}
		if (updated < Math.min(count, available)) {
			clause.append(", %d up to date".formatted(updated));
		}
		if (wanted != count) {
			clause.append(", spec.replicas is %d".formatted(wanted));
		}
		if (observedGeneration < generation) {
			clause.append(", its status is outdated");
		}
		return clause.toString();
	}

}
