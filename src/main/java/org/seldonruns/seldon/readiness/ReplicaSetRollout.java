package org.seldonruns.seldon.readiness;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

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

	ReplicaSetRollout(Present present) {
		this.present = present;
	}

	@Override
	public Optional<String> missing(OwnedDeployment deployment, int count) {
		Optional<Deployment> object = present.objects(Deployment.class)
			.filter(each -> each.getMetadata().getName().equals(deployment.name()))
			.findFirst();
		if (object.filter(each -> each.getMetadata().getDeletionTimestamp() != null).isPresent()) {
			return Optional.of("Deployment %s is being deleted".formatted(deployment.name()));
		}
		boolean complete = deployment.wanted() == count && object.filter(each -> isComplete(each, count)).isPresent();
		return complete ? Optional.empty() : Rollout.BY_STATUS.missing(deployment, count);
	}

	private boolean isComplete(Deployment deployment, int count) {
		List<ReplicaSet> owned = present.objects(ReplicaSet.class)
			.filter(replicaSet -> replicaSet.getMetadata()
				.getOwnerReferences()
				.stream()
				.anyMatch(owner -> owner.getUid().equals(deployment.getMetadata().getUid())))
			.toList();
		PodTemplateSpec template = deployment.getSpec().getTemplate();
		return owned.stream().anyMatch(replicaSet -> isOf(template, replicaSet))
				&& owned.stream().allMatch(replicaSet -> has(replicaSet, isOf(template, replicaSet) ? count : 0));
	}

	private static boolean isOf(PodTemplateSpec template, ReplicaSet replicaSet) {
		return withoutHash(replicaSet.getSpec().getTemplate()).equals(withoutHash(template));
	}

	private static PodTemplateSpec withoutHash(PodTemplateSpec template) {
		return new PodTemplateSpecBuilder(template).editOrNewMetadata()
			.removeFromLabels(TEMPLATE_HASH)
			.endMetadata()
			.build();
	}

	private static boolean has(ReplicaSet replicaSet, int count) {
		ReplicaSetStatus status = Objects.requireNonNullElseGet(replicaSet.getStatus(), ReplicaSetStatus::new);
		long generation = Objects.requireNonNullElse(replicaSet.getMetadata().getGeneration(), 0L);
		return Objects.requireNonNullElse(status.getObservedGeneration(), 0L) >= generation
				&& Objects.requireNonNullElse(status.getReplicas(), 0) == count
				&& Objects.requireNonNullElse(status.getAvailableReplicas(), 0) == count;
	}

}
