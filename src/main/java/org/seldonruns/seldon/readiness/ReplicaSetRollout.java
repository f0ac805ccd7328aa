package org.seldonruns.seldon.readiness;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;
import org.seldonruns.seldon.resource.ObservedState.Present;
import org.seldonruns.seldon.resource.OwnedDeployment;

/**
 * Decides by the status of the Deployment, or by the ReplicaSet of its current pod
 * template. Operator 1.18.2 rewrites a Deployment without end after some updates, so that
 * the status of the Deployment stays behind its generation.
 */
final class ReplicaSetRollout implements Rollout {

	/** Added to the pod template of a ReplicaSet. */
	private static final String TEMPLATE_HASH = "pod-template-hash";

	private final Present present;

	private final Map<String, Deployment> deployments;

	ReplicaSetRollout(Present present) {
		this.present = present;
		this.deployments = present.deploymentsByName();
	}

	@Override
	public Optional<String> missing(OwnedDeployment deployment, int count) {
		Optional<Deployment> object = find(deployment);
		boolean complete = deployment.wanted() == count
				&& object.filter(each -> isComplete(each, replicas -> replicas == count)).isPresent();
		return deleting(object).or(() -> complete ? Optional.empty() : Rollout.super.missing(deployment, count));
	}

	@Override
	public Optional<String> missingAtLeast(OwnedDeployment deployment, int minimum) {
		Optional<Deployment> object = find(deployment);
		boolean complete = object.filter(each -> isComplete(each, replicas -> replicas >= minimum)).isPresent();
		// The status alone also counts the pods of former templates.
		Optional<String> missing = hasOnlyUpdated(deployment) ? Rollout.super.missingAtLeast(deployment, minimum)
				: Optional.of(deployment.describeMissing(Math.max(minimum, deployment.wanted())));
		return deleting(object).or(() -> complete ? Optional.empty() : missing);
	}

	private static boolean hasOnlyUpdated(OwnedDeployment deployment) {
		return deployment.updated() == deployment.replicas() && deployment.available() == deployment.replicas();
	}

	private Optional<Deployment> find(OwnedDeployment deployment) {
		return Optional.ofNullable(deployments.get(deployment.name()));
	}

	private static Optional<String> deleting(Optional<Deployment> object) {
		return object.filter(each -> each.getMetadata().getDeletionTimestamp() != null)
			.map(each -> "Deployment %s is being deleted".formatted(each.getMetadata().getName()));
	}

	private boolean isComplete(Deployment deployment, IntPredicate enough) {
		List<ReplicaSet> owned = present.objects(ReplicaSet.class)
			.filter(replicaSet -> replicaSet.getMetadata()
				.getOwnerReferences()
				.stream()
				.anyMatch(owner -> owner.getUid().equals(deployment.getMetadata().getUid())))
			.toList();
		PodTemplateSpec template = withoutHash(deployment.getSpec().getTemplate());
		Map<Boolean, List<ReplicaSet>> byUse = owned.stream()
			.collect(Collectors
				.partitioningBy(replicaSet -> withoutHash(replicaSet.getSpec().getTemplate()).equals(template)));
		List<ReplicaSet> current = byUse.getOrDefault(true, List.of());
		List<ReplicaSet> former = byUse.getOrDefault(false, List.of());
		return !current.isEmpty() && current.stream().allMatch(replicaSet -> has(replicaSet, enough))
				&& former.stream().allMatch(replicaSet -> has(replicaSet, count -> count == 0));
	}

	private static PodTemplateSpec withoutHash(PodTemplateSpec template) {
		return new PodTemplateSpecBuilder(template).editOrNewMetadata()
			.removeFromLabels(TEMPLATE_HASH)
			.endMetadata()
			.build();
	}

	private static boolean has(ReplicaSet replicaSet, IntPredicate enough) {
		ReplicaSetStatus status = Objects.requireNonNullElseGet(replicaSet.getStatus(), ReplicaSetStatus::new);
		long generation = Objects.requireNonNullElse(replicaSet.getMetadata().getGeneration(), 0L);
		int replicas = Objects.requireNonNullElse(status.getReplicas(), 0);
		return Objects.requireNonNullElse(status.getObservedGeneration(), 0L) >= generation && enough.test(replicas)
				&& Objects.requireNonNullElse(status.getAvailableReplicas(), 0) == replicas;
	}

}
