package org.seldonruns.simulation;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.seldonruns.simulation.Behaviour.Limit;

/**
 * Makes and removes the pods of a ReplicaSet and counts them. For one thread.
 */
final class ReplicaSetController {

	private static final String COMPONENT = "replicaset-controller";

	private final ObjectStore store;

	private final Behaviour behaviour;

	private final EventLog events;

	ReplicaSetController(ObjectStore store, Behaviour behaviour, EventLog events) {
		this.store = store;
		this.behaviour = behaviour;
		this.events = events;
	}

	void reconcile(ObjectKey key) {
		ObjectNode replicaSet = this.store.find(key);
		if (replicaSet == null) {
			return;
		}
		if (!Json.deleting(replicaSet)) {
			scale(key, replicaSet, pods(replicaSet));
		}
		count(key, replicaSet);
	}

	private void scale(ObjectKey key, ObjectNode replicaSet, List<ObjectNode> pods) {
		int wanted = replicaSet.path("spec").path("replicas").asInt();
		Limit limit = this.behaviour.limitOf(Kubelet.deploymentOf(replicaSet));
		if (limit != null) {
			wanted = (pods.size() < wanted) ? Math.min(wanted, Math.max(pods.size(), limit.created()))
					: Math.max(wanted, Math.min(pods.size(), limit.created()));
		}
		for (int i = pods.size(); i < wanted; i++) {
			ObjectNode pod = pod(key, replicaSet);
			this.store.create(ObjectKey.of(ResourceType.POD, pod), pod, false);
			this.events.normal(replicaSet, COMPONENT, "SuccessfulCreate", "Created pod: " + Json.meta(pod, "name"));
		}
		for (int i = pods.size(); i > wanted; i--) {
			ObjectNode pod = pods.get(i - 1);
			this.store.delete(ObjectKey.of(ResourceType.POD, pod), false, false);
			this.events.normal(replicaSet, COMPONENT, "SuccessfulDelete", "Deleted pod: " + Json.meta(pod, "name"));
		}
	}

	/** The pods that are there to stay, those that are ready first. */
	private List<ObjectNode> pods(ObjectNode replicaSet) {
		List<ObjectNode> pods = new ArrayList<>();
		for (ObjectKey key : this.store.ownedBy(Json.meta(replicaSet, "uid"))) {
			ObjectNode pod = this.store.find(key);
			if (pod != null && !Json.deleting(pod)) {
				pods.add(Kubelet.isReady(pod) ? 0 : pods.size(), pod);
			}
		}
		return pods;
	}

	private static ObjectNode pod(ObjectKey key, ObjectNode replicaSet) {
		ObjectNode pod = Json.object().put("apiVersion", "v1").put("kind", "Pod");
		ObjectNode metadata = pod.putObject("metadata");
		metadata.setAll((ObjectNode) replicaSet.path("spec").path("template").path("metadata").deepCopy());
		metadata.put("name", key.name() + "-" + Names.suffix())
			.put("generateName", key.name() + "-")
			.put("namespace", key.namespace());
		metadata.putArray("ownerReferences")
			.addObject()
			.put("apiVersion", "apps/v1")
			.put("kind", "ReplicaSet")
			.put("name", key.name())
			.put("uid", Json.meta(replicaSet, "uid"))
			.put("controller", true)
			.put("blockOwnerDeletion", true);
		pod.set("spec", replicaSet.path("spec").path("template").path("spec").deepCopy());
		pod.putObject("status").put("phase", "Pending");
		return pod;
	}

	private void count(ObjectKey key, ObjectNode replicaSet) {
		List<ObjectNode> pods = pods(replicaSet);
		int ready = (int) pods.stream().filter(Kubelet::isReady).count();
		ObjectNode status = Json.object().put("replicas", pods.size());
		put(status, "fullyLabeledReplicas", pods.size());
		put(status, "readyReplicas", ready);
		put(status, "availableReplicas", ready);
		status.put("observedGeneration", replicaSet.path("metadata").path("generation").asLong());
		this.store.update(key, (object) -> object.set("status", status), false);
	}

	private static void put(ObjectNode status, String field, int count) {
		if (count > 0) {
			status.put(field, count);
		}
	}

}
