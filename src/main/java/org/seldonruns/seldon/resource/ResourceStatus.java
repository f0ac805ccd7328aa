package org.seldonruns.seldon.resource;

import java.util.List;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNullElse;

/**
 * The status of a SeldonDeployment, as its operator writes it.
 *
 * @param state {@code status.state}; null before the operator has seen it
 * @param description {@code status.description}: why it failed
 * @param replicas {@code status.replicas}: the pods of the first component, ready or not;
 * null before the operator has counted them
 * @param deployments the counts of each Deployment, by name; they may be outdated
 */
public record ResourceStatus(@Nullable String state, @Nullable String description, @Nullable Integer replicas,
		List<Counts> deployments) {

	public ResourceStatus {
		deployments = List.copyOf(deployments);
	}

	public static ResourceStatus of(GenericKubernetesResource object) {
		JsonTree status = new JsonTree(object.getAdditionalProperties().get("status"));
		JsonTree noted = status.child("deploymentStatus");
		List<Counts> deployments = noted.keys().stream().sorted().map(name -> {
			JsonTree counts = noted.child(name);
			// The operator omits a count of 0.
			return new Counts(name, requireNonNullElse(counts.integer("replicas"), 0),
					requireNonNullElse(counts.integer("availableReplicas"), 0));
		}).toList();
		return new ResourceStatus(status.nonEmptyText("state"), status.nonEmptyText("description"),
				status.integer("replicas"), deployments);
	}

	/**
	 * The counts of a Deployment in the status.
	 *
	 * @param replicas the number of its pods
	 * @param available the number of available pods
	 */
	public record Counts(String deployment, int replicas, int available) {
	}

}
