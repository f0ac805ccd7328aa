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
 * What a run needs to know of a Deployment that a SeldonDeployment owns.
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
	 * @param object a Deployment as the API server shows it
	 * @return what a run needs to know of it
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
	 * Whether its controller has caught up and it has exactly so many replicas, all of
	 * the current template and available.
	 * @param count how many
	 * @return whether nothing is missing and nothing is over
	 */
	public boolean hasExactly(int count) {
		return wanted == count && observedGeneration >= generation && replicas == count && updated == count
				&& available == count;
	}

	/**
	 * What is between it and exactly so many replicas.
	 * @param count how many
	 * @return a clause for people; only worth reading where it has not exactly so many
	 */
	public String shortOf(int count) {
		StringBuilder clause = new StringBuilder("%s has %d of %d available".formatted(name, available, count));
		if (replicas > count) {
			clause.append(", and %d in all".formatted(replicas));
		}
		if (updated < Math.min(count, available)) {
			clause.append(", but %d up to date".formatted(updated));
		}
		if (wanted != count) {
			clause.append(", but asks for %d".formatted(wanted));
		}
		if (observedGeneration < generation) {
			clause.append(", by counts from before its last change");
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
