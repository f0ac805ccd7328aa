package org.seldonruns.simulation;

import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Kubernetes Events of the simulated controllers: one that happens again is counted in
 * place. For one thread.
 */
final class EventLog {

	private final ObjectStore store;

	private final Map<String, ObjectKey> known = new HashMap<>();

	EventLog(ObjectStore store) {
		this.store = store;
	}

	void normal(JsonNode involved, String component, String reason, String message) {
		record(involved, "Normal", component, reason, message);
	}

	void warning(JsonNode involved, String component, String reason, String message) {
		record(involved, "Warning", component, reason, message);
	}

	private void record(JsonNode involved, String type, String component, String reason, String message) {
		String identity = String.join("/", Json.meta(involved, "uid"), reason, message);
		ObjectKey key = this.known.get(identity);
		if (key != null && this.store.find(key) != null) {
			this.store.update(key, EventLog::countUp, false);
			return;
		}
		ObjectNode event = create(involved, type, component, reason, message);
		ObjectKey created = ObjectKey.of(ResourceType.EVENT, event);
		this.known.put(identity, created);
		this.store.create(created, event, false);
	}

	static void countUp(ObjectNode event) {
		event.put("count", event.path("count").asInt() + 1).put("lastTimestamp", Json.now());
	}

	/** A first Event about an object. */
	static ObjectNode create(JsonNode involved, String type, String component, String reason, String message) {
		ObjectNode event = Json.object().put("kind", "Event").put("apiVersion", "v1");
		String namespace = Json.meta(involved, "namespace");
		String name = Json.meta(involved, "name");
		event.putObject("metadata")
			.put("name", name + "." + Long.toHexString(System.nanoTime()) + Names.suffix())
			.put("namespace", namespace);
		event.putObject("involvedObject")
			.put("kind", involved.path("kind").asText())
			.put("apiVersion", involved.path("apiVersion").asText())
			.put("namespace", namespace)
			.put("name", name)
			.put("uid", Json.meta(involved, "uid"))
			.put("resourceVersion", Json.meta(involved, "resourceVersion"));
		event.put("type", type).put("reason", reason).put("message", message).put("count", 1);
		event.put("firstTimestamp", Json.now()).put("lastTimestamp", Json.now());
		event.putObject("source").put("component", component);
		return event.put("reportingComponent", component).put("reportingInstance", "");
	}

}
