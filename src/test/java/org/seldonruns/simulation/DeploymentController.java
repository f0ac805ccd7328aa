package org.seldonruns.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a ReplicaSet for each Deployment and writes the status of the Deployment. Pods of
 * a changed template replace the others step by step, as with the default strategy. Not
 * safe for use by several threads.
 */
final class DeploymentController {

	private static final String COMPONENT = "deployment-controller";

	private final ObjectStore store;

	private final Behaviour behaviour;

	private final WorkQueue queue;

	private final EventLog events;

	/** When a Deployment that is not complete made its last progress, in nanoseconds. */
	private final Map<String, Long> progress = new ConcurrentHashMap<>();

	DeploymentController(ObjectStore store, Behaviour behaviour, WorkQueue queue, EventLog events) {
		this.store = store;
		this.behaviour = behaviour;
		this.queue = queue;
		this.events = events;
	}

	void reconcile(ObjectKey key) {
		ObjectNode object = this.store.find(key);
		if (object == null) {
			return;
		}
		Deployment deployment = Json.as(object, Deployment.class);
		String name = key.name() + "-" + Names.templateHash(object.path("spec").path("template").toString());
		if (!Json.deleting(object)) {
			scale(object, deployment, name);
		}
		List<ReplicaSet> replicaSets = owned(object);
		ReplicaSet current = replicaSets.stream()
			.filter((replicaSet) -> replicaSet.getMetadata().getName().equals(name))
			.findFirst()
			.orElse(null);
		DeploymentStatus status = status(key, deployment, replicaSets, current);
		this.store.update(key, (changed) -> changed.set("status", Json.of(status)), false);
	}

	private List<ReplicaSet> owned(ObjectNode deployment) {
		List<ReplicaSet> owned = new ArrayList<>();
		for (ObjectKey key : this.store.ownedBy(Json.meta(deployment, "uid"))) {
			ObjectNode object = this.store.find(key);
			if (object != null && key.type() == ResourceType.REPLICA_SET) {
				owned.add(Json.as(object, ReplicaSet.class));
			}
		}
		return owned;
	}

	private void scale(ObjectNode object, Deployment deployment, String name) {
		int wanted = deployment.getSpec().getReplicas();
		boolean found = false;
		List<ReplicaSet> replicaSets = owned(object);
		RollingUpdate rolling = new RollingUpdate(wanted, replicaSets, name);
		for (ReplicaSet replicaSet : replicaSets) {
			boolean current = replicaSet.getMetadata().getName().equals(name);
			found |= current;
			int from = replicaSet.getSpec().getReplicas();
			int replicas = current ? rolling.updated() : rolling.former(replicaSet);
			if (from != replicas) {
				ObjectKey key = new ObjectKey(ResourceType.REPLICA_SET, replicaSet.getMetadata().getNamespace(),
						replicaSet.getMetadata().getName());
				this.store.update(key, (changed) -> Json.child(changed, "spec").put("replicas", replicas), false);
				scaled(object, key.name(), from, replicas);
			}
		}
		if (!found) {
			ReplicaSet replicaSet = replicaSet(deployment, name);
			replicaSet.getSpec().setReplicas(rolling.updated());
			ObjectNode created = Json.of(replicaSet);
			this.store.create(ObjectKey.of(ResourceType.REPLICA_SET, created), created, false);
			scaled(object, name, 0, rolling.updated());
		}
	}

	private void scaled(ObjectNode deployment, String replicaSet, int from, int replicas) {
		this.events.normal(deployment, COMPONENT, "ScalingReplicaSet", "Scaled %s replica set %s from %d to %d"
			.formatted((replicas < from) ? "down" : "up", replicaSet, from, replicas));
	}

	private static ReplicaSet replicaSet(Deployment deployment, String name) {
		String hash = name.substring(name.lastIndexOf('-') + 1);
		return new ReplicaSetBuilder().withNewMetadata()
			.withName(name)
			.withNamespace(deployment.getMetadata().getNamespace())
			.withLabels(deployment.getSpec().getTemplate().getMetadata().getLabels())
			.addToLabels("pod-template-hash", hash)
			.addToAnnotations("deployment.kubernetes.io/revision", "1")
			.addNewOwnerReference()
			.withApiVersion("apps/v1")
			.withKind("Deployment")
			.withName(deployment.getMetadata().getName())
			.withUid(deployment.getMetadata().getUid())
			.withController(true)
			.withBlockOwnerDeletion(true)
			.endOwnerReference()
			.endMetadata()
			.withNewSpec()
			.withReplicas(deployment.getSpec().getReplicas())
			.withSelector(deployment.getSpec().getSelector())
			.editSelector()
			.addToMatchLabels("pod-template-hash", hash)
			.endSelector()
			.withTemplate(deployment.getSpec().getTemplate())
			.editTemplate()
			.editMetadata()
			.addToLabels("pod-template-hash", hash)
			.endMetadata()
			.endTemplate()
			.endSpec()
			.build();
	}

	private DeploymentStatus status(ObjectKey key, Deployment deployment, List<ReplicaSet> replicaSets,
			@Nullable ReplicaSet current) {
		int total = sum(replicaSets, (replicaSet) -> replicaSet.getStatus().getReplicas());
		int ready = sum(replicaSets, (replicaSet) -> replicaSet.getStatus().getReadyReplicas());
		int available = sum(replicaSets, (replicaSet) -> replicaSet.getStatus().getAvailableReplicas());
		int specified = sum(replicaSets, (replicaSet) -> replicaSet.getSpec().getReplicas());
		int updated = sum((current != null) ? List.of(current) : List.of(),
				(replicaSet) -> replicaSet.getStatus().getReplicas());
		int wanted = deployment.getSpec().getReplicas();
		DeploymentStatus status = new DeploymentStatusBuilder()
			.withObservedGeneration(deployment.getMetadata().getGeneration())
			.withReplicas(orAbsent(total))
			.withUpdatedReplicas(orAbsent(updated))
			.withReadyReplicas(orAbsent(ready))
			.withAvailableReplicas(orAbsent(available))
			.withUnavailableReplicas(orAbsent(Math.max(0, specified - available)))
			.build();
		boolean complete = updated == wanted && total == wanted && available == wanted;
		boolean enough = available >= wanted - wanted / 10;
		status.setConditions(List.of(
				condition(deployment, "Available", enough ? "True" : "False",
						enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
						enough ? "Deployment has minimum availability."
								: "Deployment does not have minimum availability."),
				progressing(key, deployment, status, complete)));
		return status;
	}

	private DeploymentCondition progressing(ObjectKey key, Deployment deployment, DeploymentStatus status,
			boolean complete) {
		String name = deployment.getMetadata().getName();
		String uid = deployment.getMetadata().getUid();
		DeploymentCondition before = find(deployment, "Progressing");
		if (complete || (before != null && "NewReplicaSetAvailable".equals(before.getReason()))) {
			// Once complete, only a new template starts the clock again.
			this.progress.remove(uid);
			return condition(deployment, "Progressing", "True", "NewReplicaSetAvailable",
					"Deployment \"" + name + "\" has successfully progressed.");
		}
		boolean moved = deployment.getStatus() == null
				|| !Objects.equals(deployment.getStatus().getUpdatedReplicas(), status.getUpdatedReplicas())
				|| !Objects.equals(deployment.getStatus().getAvailableReplicas(), status.getAvailableReplicas());
		if (moved || !this.progress.containsKey(uid)) {
			this.progress.put(uid, System.nanoTime());
		}
		Duration deadline = this.behaviour
			.simulated(Duration.ofSeconds(deployment.getSpec().getProgressDeadlineSeconds()));
		long left = deadline.toNanos() - (System.nanoTime() - this.progress.getOrDefault(uid, System.nanoTime()));
		if (left <= 0) {
			return condition(deployment, "Progressing", "False", "ProgressDeadlineExceeded",
					"Deployment \"" + name + "\" has timed out progressing.");
		}
		this.queue.add(new Deadline(uid, deadline), Duration.ofNanos(left), () -> reconcile(key));
		return condition(deployment, "Progressing", "True", "ReplicaSetUpdated",
				"Deployment \"" + name + "\" is progressing.");
	}

	private static @Nullable DeploymentCondition find(Deployment deployment, String type) {
		if (deployment.getStatus() == null) {
			return null;
		}
		return deployment.getStatus()
			.getConditions()
			.stream()
			.filter((condition) -> condition.getType().equals(type))
			.findFirst()
			.orElse(null);
	}

	private static DeploymentCondition condition(Deployment deployment, String type, String status, String reason,
			String message) {
		DeploymentCondition before = find(deployment, type);
		if (before != null && before.getStatus().equals(status) && before.getReason().equals(reason)) {
			return before;
		}
		return new DeploymentConditionBuilder().withType(type)
			.withStatus(status)
			.withReason(reason)
			.withMessage(message)
			.withLastTransitionTime(Json.now())
			.withLastUpdateTime(Json.now())
			.build();
	}

	private static int sum(List<ReplicaSet> replicaSets, Count count) {
		return replicaSets.stream()
			.map((replicaSet) -> (replicaSet.getStatus() != null) ? count.of(replicaSet) : null)
			.filter(Objects::nonNull)
			.mapToInt(Integer::intValue)
			.sum();
	}

	private static @Nullable Integer orAbsent(int count) {
		return (count == 0) ? null : count;
	}

	@FunctionalInterface
	private interface Count {

		@Nullable Integer of(ReplicaSet replicaSet);

	}

	private record Deadline(String uid, Duration deadline) {

	}

}
