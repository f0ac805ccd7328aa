package org.seldonruns.simulation;

import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.jspecify.annotations.Nullable;

/**
 * The operator's calls of the API server, one request each, and its Events. For one
 * thread.
 */
final class OperatorCalls {

	private static final String COMPONENT = "seldon-controller-manager";

	private final KubernetesClient client;

	private final Map<String, ObjectNode> events = new HashMap<>();

	OperatorCalls(KubernetesClient client) {
		this.client = client;
	}

	@Nullable ObjectNode find(ResourceType type, String namespace, String name) {
		try {
			String found = this.client.raw(path(type, namespace) + "/" + name);
			return (found != null) ? (ObjectNode) Json.read(found) : null;
		}
		catch (KubernetesClientException ex) {
			if (ex.getCode() == 404) {
				return null;
			}
			throw ex;
		}
	}

	ObjectNode create(ResourceType type, ObjectNode object) {
		return call("POST", path(type, Json.meta(object, "namespace")), object);
	}

	ObjectNode update(ResourceType type, ObjectNode object) {
		return call("PUT", path(type, Json.meta(object, "namespace")) + "/" + Json.meta(object, "name"), object);
	}

	ObjectNode updateStatus(ResourceType type, ObjectNode object) {
		return call("PUT", path(type, Json.meta(object, "namespace")) + "/" + Json.meta(object, "name") + "/status",
				object);
	}

	void delete(ResourceType type, String namespace, String name) {
		try {
			call("DELETE", path(type, namespace) + "/" + name, Json.object().put("propagationPolicy", "Foreground"));
		}
		catch (KubernetesClientException ex) {
			if (ex.getCode() != 404) {
				throw ex;
			}
		}
	}

	void event(JsonNode involved, String type, String reason, String message) {
		String identity = String.join("/", Json.meta(involved, "uid"), reason, message);
		ObjectNode known = this.events.get(identity);
		try {
			if (known != null) {
				EventLog.countUp(known);
				known = update(ResourceType.EVENT, known);
			}
			else {
				known = create(ResourceType.EVENT, EventLog.create(involved, type, COMPONENT, reason, message));
			}
			this.events.put(identity, known);
		}
		catch (KubernetesClientException ex) {
			// An Event that is lost changes nothing; a namespace may be going away.
			this.events.remove(identity);
		}
	}

	private ObjectNode call(String method, String path, ObjectNode body) {
		return (ObjectNode) Json.read(this.client.raw(path, method, body.toString()));
	}

	private static String path(ResourceType type, String namespace) {
		return (type.group.isEmpty() ? "/api/" : "/apis/") + type.storedApiVersion() + "/namespaces/" + namespace + "/"
				+ type.plural;
	}

}
