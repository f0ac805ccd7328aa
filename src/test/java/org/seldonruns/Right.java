package org.seldonruns;

import java.util.Set;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;

/**
 * A verb on a resource, as RBAC grants it and the API server's audit log has it.
 *
 * @param group the API group; empty for the core
 * @param resource the plural, with its subresource
 * @param verb what may be done
 */
record Right(String group, String resource, String verb) {

	/** What the rules of a Role or ClusterRole grant. */
	static Stream<Right> of(JsonNode role) {
		return role.path("rules")
			.valueStream()
			.flatMap(rule -> strings(rule, "apiGroups").flatMap(group -> strings(rule, "resources")
				.flatMap(resource -> strings(rule, "verbs").map(verb -> new Right(group, resource, verb)))));
	}

	/**
	 * What a request of the audit log has taken. A patch that made what was not there
	 * (201), as a server-side apply does, has taken the right to create as well.
	 */
	static Set<Right> of(JsonNode event, int status) {
		JsonNode object = event.path("objectRef");
		if (object.isMissingNode()) {
			// No resource, such as the API server's health.
			return Set.of();
		}
		String subresource = object.path("subresource").asString("");
		Right taken = new Right(object.path("apiGroup").asString(""),
				object.path("resource").asString() + (subresource.isEmpty() ? "" : "/" + subresource),
				event.path("verb").asString());
		return (taken.verb.equals("patch") && status == 201)
				? Set.of(taken, new Right(taken.group, taken.resource, "create")) : Set.of(taken);
	}

	private static Stream<String> strings(JsonNode rule, String field) {
		return rule.path(field).valueStream().map(JsonNode::asString);
	}

	@Override
	public String toString() {
		return verb + " " + resource + (group.isEmpty() ? "" : "." + group);
	}

}
