package org.seldonruns.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.seldonruns.simulation.Behaviour.Limit;

/**
 * Schedules, starts and stops pods. A pod's annotation {@code test/ready-after} (a Go
 * duration) says when it is ready, {@code test/fail} names a waiting reason in which it
 * stays. For one thread.
 */
final class Kubelet {

	private static final String SCHEDULER = "default-scheduler";

	private static final String KUBELET = "kubelet";

	private final ObjectStore store;

	private final Behaviour behaviour;

	private final WorkQueue queue;

	private final EventLog events;

	Kubelet(ObjectStore store, Behaviour behaviour, WorkQueue queue, EventLog events) {
		this.store = store;
		this.behaviour = behaviour;
		this.queue = queue;
		this.events = events;
	}

	/**
	 * Takes the next step in a pod's life; the change it makes leads to the one after.
	 */
	void reconcile(ObjectKey key) {
		ObjectNode pod = this.store.find(key);
		if (pod == null) {
			return;
		}
		String uid = Json.meta(pod, "uid");
		if (Json.deleting(pod)) {
			if (Json.finalizers(pod).isEmpty()) {
				this.queue.add(new Step("stop", uid), this.behaviour.podGoneAfter(), () -> stop(key, uid));
			}
		}
		else if (pod.path("spec").path("nodeName").asText("").isEmpty()) {
			schedule(key, pod);
		}
		else if (pod.path("status").path("containerStatuses").isEmpty()) {
			create(key, pod);
		}
		else if (!isReady(pod) && annotation(pod, "test/fail").isEmpty()) {
			this.queue.add(new Step("start", uid), this.behaviour.podReadyAfter(annotation(pod, "test/ready-after")),
					() -> start(key, uid));
		}
	}

	private void schedule(ObjectKey key, ObjectNode pod) {
		for (JsonNode volume : pod.path("spec").path("volumes")) {
			String claim = volume.path("persistentVolumeClaim").path("claimName").asText("");
			ObjectKey claimKey = new ObjectKey(ResourceType.PERSISTENT_VOLUME_CLAIM, key.namespace(), claim);
			if (!claim.isEmpty() && this.store.find(claimKey) == null) {
				unschedulable(key, pod,
						"0/1 nodes are available: persistentvolumeclaim \"%s\" not found. not found".formatted(claim));
				return;
			}
		}
		this.store.update(key, (object) -> {
			Json.child(object, "spec").put("nodeName", "node-0");
			condition(object, "PodScheduled", "True", "");
		}, false);
		this.events.normal(pod, SCHEDULER, "Scheduled",
				"Successfully assigned %s/%s to node-0".formatted(key.namespace(), key.name()));
	}

	private void unschedulable(ObjectKey key, ObjectNode pod, String why) {
		if (pod.path("status").path("conditions").isEmpty()) {
			this.store.update(key, (object) -> {
				condition(object, "PodScheduled", "False", "Unschedulable");
				((ObjectNode) object.path("status").path("conditions").get(0)).put("message", why);
			}, false);
			this.events.warning(pod, SCHEDULER, "FailedScheduling", why);
		}
	}

	private void create(ObjectKey key, ObjectNode pod) {
		String failure = annotation(pod, "test/fail");
		this.store.update(key, (object) -> {
			condition(object, "Initialized", "True", "");
			condition(object, "Ready", "False", "ContainersNotReady");
			condition(object, "ContainersReady", "False", "ContainersNotReady");
			ArrayNode statuses = Json.child(object, "status").putArray("containerStatuses");
			for (JsonNode container : object.path("spec").path("containers")) {
				statuses.add(waiting(container, failure.isEmpty() ? "ContainerCreating" : failure));
			}
		}, false);
		this.events.normal(pod, KUBELET, "Created", "Created container");
		String image = pod.path("spec").path("containers").path(0).path("image").asText();
		switch (failure) {
			case "ImagePullBackOff", "ErrImagePull" -> {
				this.events.warning(pod, KUBELET, "Failed", "Failed to pull image \"" + image + "\"");
				this.events.normal(pod, KUBELET, "BackOff", "Back-off pulling image \"" + image + "\"");
			}
			case "CrashLoopBackOff" ->
				this.events.warning(pod, KUBELET, "BackOff", "Back-off restarting failed container");
			default -> {
			}
		}
	}

	private static ObjectNode waiting(JsonNode container, String reason) {
		ObjectNode status = containerStatus(container, false);
		status.putObject("state")
			.putObject("waiting")
			.put("reason", reason)
			.put("message", "held by test/fail or test/ready-after");
		if ("CrashLoopBackOff".equals(reason)) {
			status.put("restartCount", 3);
			status.putObject("lastState").putObject("terminated").put("reason", "Error").put("exitCode", 1);
		}
		return status;
	}

	private static ObjectNode containerStatus(JsonNode container, boolean ready) {
		return Json.object()
			.put("name", container.path("name").asText())
			.put("image", container.path("image").asText())
			.put("imageID", "")
			.put("ready", ready)
			.put("restartCount", 0);
	}

	private void start(ObjectKey key, String uid) {
		ObjectNode pod = this.store.find(key);
		if (pod == null || !uid.equals(Json.meta(pod, "uid")) || Json.deleting(pod) || isHeld(pod)) {
			return;
		}
		this.store.update(key, (object) -> {
			condition(object, "Ready", "True", "");
			condition(object, "ContainersReady", "True", "");
			Json.child(object, "status").put("phase", "Running");
			ArrayNode statuses = Json.child(object, "status").putArray("containerStatuses");
			for (JsonNode container : object.path("spec").path("containers")) {
				ObjectNode status = containerStatus(container, true).put("started", true);
				status.putObject("state").putObject("running").put("startedAt", Json.now());
				statuses.add(status);
			}
		}, false);
		this.events.normal(pod, KUBELET, "Started", "Started container");
	}

	/** Whether a limit keeps a pod from becoming ready for now. */
	private boolean isHeld(ObjectNode pod) {
		for (String owner : ObjectStore.owners(pod)) {
			ObjectKey replicaSet = this.store.keyOf(owner);
			ObjectNode object = (replicaSet != null) ? this.store.find(replicaSet) : null;
			Limit limit = (object != null) ? this.behaviour.limitOf(deploymentOf(object)) : null;
			if (limit != null) {
				long ready = this.store.ownedBy(owner)
					.stream()
					.map(this.store::find)
					.filter((other) -> other != null && !Json.deleting(other) && isReady(other))
					.count();
				return ready >= limit.ready();
			}
		}
		return false;
	}

	private void stop(ObjectKey key, String uid) {
		ObjectNode pod = this.store.find(key);
		if (pod != null && uid.equals(Json.meta(pod, "uid"))) {
			this.store.delete(key, false, true);
		}
	}

	private static String annotation(JsonNode pod, String name) {
		return pod.path("metadata").path("annotations").path(name).asText("");
	}

	static boolean isReady(JsonNode pod) {
		for (JsonNode condition : pod.path("status").path("conditions")) {
			if ("Ready".equals(condition.path("type").asText())) {
				return "True".equals(condition.path("status").asText());
			}
		}
		return false;
	}

	/** The name of the Deployment that a ReplicaSet belongs to. */
	static String deploymentOf(JsonNode replicaSet) {
		return replicaSet.path("metadata").path("ownerReferences").path(0).path("name").asText();
	}

	private static void condition(ObjectNode pod, String type, String status, String reason) {
		ArrayNode conditions = Json.child(pod, "status").withArray("conditions");
		for (int i = conditions.size() - 1; i >= 0; i--) {
			if (type.equals(conditions.get(i).path("type").asText())) {
				conditions.remove(i);
			}
		}
		ObjectNode condition = conditions.addObject().put("type", type).put("status", status);
		condition.put("lastTransitionTime", Json.now());
		if (!reason.isEmpty()) {
			condition.put("reason", reason);
		}
	}

	private record Step(String what, String uid) {

	}

}
