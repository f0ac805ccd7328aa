package org.seldonruns.simulation;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.seldonruns.simulation.Faults.Fault;

/**
 * Answers the API's calls from the store. It stands in the place of the mock's own CRUD
 * dispatcher, which lacks dry runs, preconditions, selectors, foreground deletion and
 * watches from a version. What is not simulated is refused with 501, never answered
 * wrongly.
 */
final class SimulatedApiServer {

	/** Clients whose agent starts so are spared from faults and not counted. */
	static final String OWN_AGENT = "simulated-cluster";

	private final ObjectStore store;

	private final Faults faults;

	private final ServiceProxy proxy;

	private final ThreadPoolExecutor sender = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS,
			new LinkedBlockingQueue<>(), Thread.ofPlatform().name("simulated-watches").daemon().factory(),
			new ThreadPoolExecutor.DiscardPolicy());

	private final Set<WatchConnection> watches = ConcurrentHashMap.newKeySet();

	SimulatedApiServer(ObjectStore store, Faults faults, Behaviour behaviour) {
		this.store = store;
		this.faults = faults;
		this.proxy = new ServiceProxy(store, behaviour);
		faults.onDropWatches(() -> this.watches.forEach(WatchConnection::close));
	}

	int openWatches() {
		return this.watches.size();
	}

	HttpAnswer answer(HttpCall request) {
		try {
			String path = request.target().split("\\?", 2)[0];
			JsonNode discovered = Discovery.find(path);
			if (discovered != null) {
				return HttpAnswer.json(200, discovered);
			}
			JsonNode reviewed = Reviews.find(path, request);
			if (reviewed != null) {
				return HttpAnswer.json(201, reviewed);
			}
			if (Set.of("/healthz", "/livez", "/readyz").contains(path)) {
				return HttpAnswer.text("ok");
			}
			if (!path.startsWith("/api/") && !path.startsWith("/apis/")) {
				throw Refusal.unknownResource();
			}
			ApiRequest call = ApiRequest.parse(request);
			return request.header("User-Agent").startsWith(OWN_AGENT) ? answer(call) : answerWithFaults(call);
		}
		catch (Refusal ex) {
			return HttpAnswer.refusal(ex);
		}
		catch (RuntimeException ex) {
			return HttpAnswer.refusal(new Refusal(500, "InternalError", "Internal error occurred: " + ex));
		}
	}

	private HttpAnswer answerWithFaults(ApiRequest call) {
		Fault fault = this.faults
			.arrived(new Faults.Request(call.verb(), call.resource(), call.namespace(), call.name(), call.dryRun()))
			.orElse(null);
		if (fault == null) {
			return answer(call);
		}
		if (fault.refuses()) {
			throw Discovery.error(fault.code(), call);
		}
		HttpAnswer answer;
		try {
			answer = answer(call);
		}
		catch (Refusal ex) {
			answer = HttpAnswer.refusal(ex);
		}
		if (fault.losesAnswer()) {
			return HttpAnswer.CUT;
		}
		return answer.delayed(fault.delay());
	}

	private HttpAnswer answer(ApiRequest call) {
		if (!call.subresource().isEmpty()
				&& !("status".equals(call.subresource()) && call.type().hasStatusSubresource())) {
			return subresource(call);
		}
		return switch (call.verb()) {
			case "get" -> HttpAnswer.json(200, call.present(get(call)));
			case "list" -> HttpAnswer.json(200, list(call));
			case "watch" -> HttpAnswer.watch(new WatchConnection(this.store, call, this.watches, this.sender));
			case "create" -> create(call);
			case "update", "patch" -> update(call);
			case "delete" -> delete(call);
			default -> throw Refusal.unsupported(call.verb() + " of " + call.resource());
		};
	}

	private HttpAnswer subresource(ApiRequest call) {
		if (call.type() == ResourceType.POD && "log".equals(call.subresource())) {
			JsonNode annotations = get(call).path("metadata").path("annotations");
			return HttpAnswer.text(annotations.path("test/log").asText("\n"));
		}
		if (call.type() == ResourceType.SERVICE && "proxy".equals(call.subresource())) {
			return this.proxy.answer(call);
		}
		throw Refusal.unsupported(call.resource());
	}

	private ObjectNode get(ApiRequest call) {
		ObjectNode object = this.store.find(call.key());
		if (object == null && call.type() == ResourceType.NAMESPACE) {
			// Any namespace exists without being made.
			object = Json.object();
			Json.metadata(object).put("name", call.name()).put("uid", "namespace-" + call.name());
			object.putObject("status").put("phase", "Active");
		}
		if (object == null) {
			throw Refusal.notFound(call.type(), call.name());
		}
		return object;
	}

	private ObjectNode list(ApiRequest call) {
		int limit = call.parameter("limit").isEmpty() ? 0 : Integer.parseInt(call.parameter("limit"));
		int start = call.parameter("continue").isEmpty() ? 0 : Integer.parseInt(call.parameter("continue"));
		ObjectNode answer = Json.object();
		answer.put("kind", call.type().kind + "List").put("apiVersion", call.type().apiVersion(call.version()));
		ArrayNode items = answer.putArray("items");
		List<ObjectNode> found;
		synchronized (this.store) {
			found = this.store.list(call.type(), call.namespace()).stream().filter(call.filter()).toList();
			Json.metadata(answer).put("resourceVersion", Long.toString(this.store.version()));
		}
		int end = (limit == 0) ? found.size() : Math.min(found.size(), start + limit);
		found.subList(Math.min(start, end), end).forEach((object) -> items.add(call.present(object)));
		if (end < found.size()) {
			Json.metadata(answer).put("continue", Integer.toString(end)).put("remainingItemCount", found.size() - end);
		}
		return answer;
	}

	private HttpAnswer create(ApiRequest call) {
		ObjectNode object = call.object();
		ObjectNode metadata = Json.metadata(object);
		if (!Json.meta(object, "namespace").isEmpty() && !Json.meta(object, "namespace").equals(call.namespace())) {
			throw Refusal
				.badRequest("the namespace of the provided object does not match the namespace sent on the request");
		}
		if (!call.type().kind.equals(object.path("kind").asText())) {
			throw Refusal.badRequest("%s in version \"%s\" cannot be handled as a %s"
				.formatted(object.path("kind").asText("Object"), call.version(), call.type().kind));
		}
		if (Json.meta(object, "name").isEmpty() && !Json.meta(object, "generateName").isEmpty()) {
			metadata.put("name", Json.meta(object, "generateName") + Names.suffix());
		}
		if (call.type().hasStatusSubresource()) {
			object.remove("status");
		}
		object.put("apiVersion", call.type().storedApiVersion());
		List<String> warnings = Admission.admit(object, call.type(), call.parameter("fieldValidation"));
		note(call, object);
		ObjectKey key = new ObjectKey(call.type(), call.namespace(), Json.meta(object, "name"));
		HttpAnswer answer = HttpAnswer.json(201, call.present(this.store.create(key, object, call.dryRun())));
		for (String warning : warnings) {
			answer = answer.withHeader("Warning: 299 - \"" + warning.replace("\"", "\\\"") + "\"");
		}
		return answer;
	}

	/** Notes who wrote, as far as a client says who it is. */
	private static void note(ApiRequest call, ObjectNode object) {
		String manager = call.parameter("fieldManager");
		ArrayNode managed = Json.metadata(object).withArray("managedFields");
		boolean known = managed.findValuesAsText("manager").contains(manager);
		if (!manager.isEmpty() && !known) {
			managed.addObject().put("manager", manager).put("operation", "Update");
		}
		if (managed.isEmpty()) {
			Json.metadata(object).remove("managedFields");
		}
	}

	private HttpAnswer update(ApiRequest call) {
		if (Patches.isApply(call.contentType()) && this.store.find(call.key()) == null) {
			return create(call);
		}
		boolean status = "status".equals(call.subresource());
		ObjectNode updated = this.store.update(call.key(), (object) -> {
			ObjectNode before = object.deepCopy();
			if ("patch".equals(call.verb())) {
				Patches.apply(call.contentType(), call.body(), object);
			}
			else {
				ObjectNode given = call.object();
				object.removeAll();
				object.setAll(given);
			}
			object.put("apiVersion", call.type().storedApiVersion());
			if (status) {
				keepAllButStatus(object, before);
			}
			else if (call.type().hasStatusSubresource()) {
				keep("status", object, before);
			}
			if (!object.equals(before)) {
				note(call, object);
			}
			if (!status) {
				Admission.admit(object, call.type(), call.parameter("fieldValidation"));
			}
		}, call.dryRun());
		return HttpAnswer.json(200, call.present(updated));
	}

	private static void keepAllButStatus(ObjectNode object, ObjectNode before) {
		JsonNode status = object.get("status");
		String basedOn = Json.meta(object, "resourceVersion");
		object.removeAll();
		object.setAll(before);
		object.set("status", status);
		if (!basedOn.isEmpty()) {
			Json.metadata(object).put("resourceVersion", basedOn);
		}
	}

	private static void keep(String field, ObjectNode object, ObjectNode before) {
		object.remove(field);
		if (before.has(field)) {
			object.set(field, before.get(field));
		}
	}

	private HttpAnswer delete(ApiRequest call) {
		JsonNode options = call.body().isBlank() ? Json.object() : Json.read(call.body());
		String policy = options.path("propagationPolicy").asText(call.parameter("propagationPolicy"));
		if ("Orphan".equals(policy)) {
			throw Refusal.unsupported("deletion with propagation Orphan");
		}
		ObjectNode deleted;
		synchronized (this.store) {
			ObjectNode object = get(call);
			check(call, options.path("preconditions"), "uid", "UID", object);
			check(call, options.path("preconditions"), "resourceVersion", "ResourceVersion", object);
			boolean atOnce = options.path("gracePeriodSeconds").asInt(-1) == 0;
			deleted = (call.dryRun() || "dryRun".equals(options.path("dryRun").path(0).asText())) ? object
					: this.store.delete(call.key(), "Foreground".equals(policy), atOnce);
		}
		return HttpAnswer.json(200, call.present(deleted));
	}

	private static void check(ApiRequest call, JsonNode preconditions, String field, String what, ObjectNode object) {
		String wanted = preconditions.path(field).asText("");
		if (!wanted.isEmpty() && !wanted.equals(Json.meta(object, field))) {
			throw Refusal.preconditionFailed(call.type(), call.name(), what, wanted, Json.meta(object, field));
		}
	}

	void shutdown() {
		this.sender.shutdownNow();
	}

}
