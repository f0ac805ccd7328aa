package org.seldonruns.simulation;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One call of the API, read from its path.
 *
 * @param verb as RBAC names it
 * @param version the version it was asked for in
 * @param namespace empty for all, or where there are none
 * @param name empty for a collection
 * @param subresource empty for the object itself
 * @param request the HTTP request
 */
record ApiRequest(String verb, ResourceType type, String version, String namespace, String name, String subresource,
		Map<String, String> parameters, HttpCall request) {

	static ApiRequest parse(HttpCall request) {
		String[] target = request.target().split("\\?", 2);
		List<String> segments = Arrays.stream(target[0].split("/", -1)).filter((part) -> !part.isEmpty()).toList();
		int start = "api".equals(segments.getFirst()) ? 1 : 2;
		if (segments.size() < start + 2) {
			throw Refusal.unknownResource();
		}
		String group = (start == 1) ? "" : segments.get(1);
		String version = segments.get(start);
		List<String> rest = segments.subList(start + 1, segments.size());
		String namespace = "";
		if ("namespaces".equals(rest.getFirst()) && rest.size() > 2) {
			namespace = rest.get(1);
			rest = rest.subList(2, rest.size());
		}
		if (group.startsWith("authorization.") || group.startsWith("authentication.")) {
			throw Refusal.unsupported("reviews of callers");
		}
		ResourceType type = ResourceType.find(group, version, rest.getFirst()).orElseThrow(Refusal::unknownResource);
		String name = (rest.size() > 1) ? decode(rest.get(1).replace("+", "%2B")) : "";
		String subresource = (rest.size() > 2) ? rest.get(2) : "";
		Map<String, String> parameters = parameters((target.length > 1) ? target[1] : "");
		return new ApiRequest(verb(request.method(), name, parameters), type, version, namespace, name, subresource,
				parameters, request);
	}

	private static String verb(String method, String name, Map<String, String> parameters) {
		return switch (method) {
			case "POST" -> "create";
			case "PUT" -> "update";
			case "PATCH" -> "patch";
			case "DELETE" -> name.isEmpty() ? "deletecollection" : "delete";
			default -> {
				if ("true".equals(parameters.get("watch")) || "1".equals(parameters.get("watch"))) {
					yield "watch";
				}
				yield name.isEmpty() ? "list" : "get";
			}
		};
	}

	private static Map<String, String> parameters(String query) {
		Map<String, String> parameters = new HashMap<>();
		for (String pair : query.split("&", -1)) {
			String[] parts = pair.split("=", 2);
			parameters.put(decode(parts[0]), (parts.length > 1) ? decode(parts[1]) : "");
		}
		return parameters;
	}

	private static String decode(String text) {
		return URLDecoder.decode(text, StandardCharsets.UTF_8);
	}

	String parameter(String name) {
		return this.parameters.getOrDefault(name, "");
	}

	String contentType() {
		return this.request.header("Content-Type");
	}

	String body() {
		return this.request.body().text();
	}

	boolean dryRun() {
		return "All".equals(parameter("dryRun"));
	}

	/** As RBAC names what is asked for, for example {@code seldondeployments/status}. */
	String resource() {
		return this.subresource.isEmpty() ? this.type.plural : this.type.plural + "/" + this.subresource;
	}

	ObjectKey key() {
		return new ObjectKey(this.type, this.namespace, this.name);
	}

	ObjectNode object() {
		if (Json.read(body()) instanceof ObjectNode object) {
			return object;
		}
		throw Refusal.badRequest("the object provided is unrecognized");
	}

	/** What the namespace and the selectors of a list or watch let through. */
	Predicate<JsonNode> filter() {
		Predicate<JsonNode> inNamespace = (object) -> this.namespace.isEmpty()
				|| this.namespace.equals(Json.meta(object, "namespace"));
		Predicate<JsonNode> named = (object) -> this.name.isEmpty() || this.name.equals(Json.meta(object, "name"));
		return inNamespace.and(named)
			.and(Selectors.labels(parameter("labelSelector")))
			.and(Selectors.fields(parameter("fieldSelector")));
	}

	/** The object in the version that was asked for. */
	ObjectNode present(ObjectNode object) {
		return object.deepCopy().put("apiVersion", this.type.apiVersion(this.version)).put("kind", this.type.kind);
	}

}
