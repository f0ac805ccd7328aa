package org.seldonruns.simulation;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What the API server says of itself: its version and what it serves; and how it words
 * the errors that are nobody's fault.
 */
final class Discovery {

	private static final Map<Integer, String> REASONS = Map.of(401, "Unauthorized", 403, "Forbidden", 409, "Conflict",
			429, "TooManyRequests", 500, "InternalError", 503, "ServiceUnavailable", 504, "Timeout");

	private Discovery() {
	}

	static @Nullable JsonNode find(String path) {
		if ("/version".equals(path)) {
			return Json.object().put("major", "1").put("minor", "36").put("gitVersion", "v1.36.0-simulated");
		}
		if ("/apis".equals(path)) {
			return groups();
		}
		List<ResourceType> types = Arrays.stream(ResourceType.values())
			.filter((type) -> type.versions().stream().anyMatch((version) -> path.equals(prefix(type, version))))
			.toList();
		return types.isEmpty() ? null : resources(path, types);
	}

	private static String prefix(ResourceType type, String version) {
		return (type.group.isEmpty() ? "/api/" : "/apis/") + type.apiVersion(version);
	}

	private static ObjectNode groups() {
		ObjectNode list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
		ArrayNode groups = list.putArray("groups");
		types().filter((type) -> !type.group.isEmpty()).map((type) -> type.group).distinct().forEach((group) -> {
			ObjectNode entry = groups.addObject().put("name", group);
			ArrayNode versions = entry.putArray("versions");
			types().filter((type) -> type.group.equals(group))
				.flatMap((type) -> type.versions().stream())
				.distinct()
				.forEach((version) -> versions.addObject()
					.put("groupVersion", group + "/" + version)
					.put("version", version));
			entry.set("preferredVersion", versions.get(0));
		});
		return list;
	}

	private static ObjectNode resources(String path, List<ResourceType> types) {
		ObjectNode list = Json.object().put("kind", "APIResourceList").put("apiVersion", "v1");
		list.put("groupVersion", path.substring(path.indexOf('/', 1) + 1));
		ArrayNode resources = list.putArray("resources");
		for (ResourceType type : types) {
			resources.addObject()
				.put("name", type.plural)
				.put("singularName", type.kind.toLowerCase(java.util.Locale.ROOT))
				.put("kind", type.kind)
				.put("namespaced", type != ResourceType.NAMESPACE)
				.putArray("verbs");
		}
		return list;
	}

	private static Stream<ResourceType> types() {
		return Arrays.stream(ResourceType.values());
	}

	static Refusal error(int code, ApiRequest call) {
		String message = switch (code) {
			case 403 ->
				"%s is forbidden: User \"simulated\" cannot %s resource \"%s\" in API group \"%s\" in the namespace \"%s\""
					.formatted(call.type().qualifiedName(), call.verb(), call.resource(), call.type().group,
							call.namespace());
			case 429 -> "Too many requests, please try again later.";
			case 503 -> "the server is currently unable to handle the request";
			default -> "the server failed on purpose";
		};
		return new Refusal(code, REASONS.getOrDefault(code, "InternalError"), message);
	}

}
