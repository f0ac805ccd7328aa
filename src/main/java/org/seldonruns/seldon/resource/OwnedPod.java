package org.seldonruns.seldon.resource;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a pod of a SeldonDeployment that a run needs.
 *
 * @param deployment the name of its Deployment; empty if it has none
 * @param deleting whether its deletion has been requested
 * @param createdAt {@code metadata.creationTimestamp}, in RFC 3339
 * @param node the node that it was scheduled to; null before that
 * @param conditions the conditions of its status; where the pod has failed as a whole,
 * {@link #FAILED} is one more, with the reason and the message of the status
 * @param containers its containers as their kubelet sees them, init containers first
 */
public record OwnedPod(String uid, String name, String deployment, boolean deleting, @Nullable String createdAt,
		@Nullable String node, List<Condition> conditions, List<OwnedContainer> containers) {

	/** A pod that failed as a whole, such as one that was evicted. */
	public static final String FAILED = "Failed";

	public OwnedPod {
		conditions = List.copyOf(conditions);
		containers = List.copyOf(containers);
	}

	public static OwnedPod of(Pod object) {
		PodStatus status = Optional.ofNullable(object.getStatus()).orElseGet(PodStatus::new);
		return new OwnedPod(String.valueOf(object.getMetadata().getUid()), object.getMetadata().getName(),
				deployment(object), object.getMetadata().getDeletionTimestamp() != null,
				object.getMetadata().getCreationTimestamp(),
				(object.getSpec() != null) ? object.getSpec().getNodeName() : null, conditions(status),
				Stream
					.concat(containers(status.getInitContainerStatuses(), true),
							containers(status.getContainerStatuses(), false))
					.toList());
	}

	// A ReplicaSet has the name of its Deployment and a hash of the pod template.
	private static String deployment(Pod object) {
		return object.getMetadata()
			.getOwnerReferences()
			.stream()
			.filter(owner -> "ReplicaSet".equals(owner.getKind()))
			.map(OwnerReference::getName)
			.map(name -> name.substring(0, Math.max(0, name.lastIndexOf('-'))))
			.findFirst()
			.orElse("");
	}

	private static List<Condition> conditions(PodStatus status) {
		Stream<Condition> conditions = status.getConditions()
			.stream()
			.map(condition -> new Condition(condition.getType(), condition.getStatus(), condition.getReason(),
					condition.getMessage()));
		Stream<Condition> phase = FAILED.equals(status.getPhase())
				? Stream.of(new Condition(FAILED, "True", status.getReason(), status.getMessage())) : Stream.of();
		return Stream.concat(conditions, phase).toList();
	}

	private static Stream<OwnedContainer> containers(List<ContainerStatus> statuses, boolean init) {
		return statuses.stream().map(status -> OwnedContainer.of(status, init));
	}

	/** Returns whether its kubelet reports it as ready. */
	public boolean isReady() {
		return condition("Ready", "True").isPresent();
	}

	/** Returns whether Services send requests to it. */
	public boolean isServing() {
		return isReady() && !deleting;
	}

	/** Returns the total number of container restarts. */
	public int restarts() {
		return containers.stream().mapToInt(OwnedContainer::restarts).sum();
	}

	public Optional<Condition> condition(String type, String status) {
		return conditions.stream().filter(condition -> condition.is(type, status)).findFirst();
	}

}
