package org.seldonruns.seldon.resource;

import java.util.List;
import java.util.Optional;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a Deployment of a SeldonDeployment that a run needs.
 *
 * @param name its name
 * @param containers the names of its pods' containers, in order
 * @param generation rises with each change of its spec
 * @param observedGeneration the generation that its counts speak of
 * @param wanted {@code spec.replicas}
 * @param replicas pods that are there, {@code status.replicas}
 * @param updated pods of the current template
 * @param ready pods that are ready
 * @param available pods that have been ready for long enough
 * @param conditions the conditions of its status
 */
public record OwnedDeployment(String name, List<String> containers, long generation, long observedGeneration,
		int wanted, int replicas, int updated, int ready, int available, List<Condition> conditions) {

	public OwnedDeployment {
		containers = List.copyOf(containers);
		conditions = List.copyOf(conditions);
	}

	/**
	 * Reads an object.
	 * @param object a Deployment from the API server
	 * @return the Deployment
	 */
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
				number(object.getMetadata().getGeneration()), number(status.getObservedGeneration()),
				// What the API server itself sets where nothing is asked for.
				(object.getSpec().getReplicas() != null) ? object.getSpec().getReplicas() : 1,
				number(status.getReplicas()), number(status.getUpdatedReplicas()), number(status.getReadyReplicas()),
				number(status.getAvailableReplicas()), conditions(status));
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
	 * @param count the desired number
	 * @return true if it does
	 */
	public boolean hasExactly(int count) {
		return wanted == count && observedGeneration >= generation && replicas == count && updated == count
				&& available == count;
	}

	/**
	 * Describes why it does not have exactly this number of replicas.
	 * @param count the desired number
	 * @return a clause
	 */
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

	private static int number(@Nullable Integer value) {
		return (value != null) ? value : 0;
	}

	private static long number(@Nullable Long value) {
		return (value != null) ? value : 0;
	}

}
