package org.seldonruns.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;

/**
 * JSON Patch (RFC 6902), JSON Merge Patch (RFC 7386), and server-side apply of Leases,
 * whose fields have one owner. Other kinds are refused: a real server refuses strategic
 * merge patches of custom resources.
 */
final class Patches {

	private static final String APPLY = "application/apply-patch+yaml";

	private Patches() {
	}

	static boolean isApply(String contentType) {
		return contentType.startsWith(APPLY);
	}

	private static void applyLease(ObjectNode object, JsonNode patch) {
		if (!"Lease".equals(patch.path("kind").asText())) {
			throw Refusal.unsupported("server-side apply of " + patch.path("kind").asText());
		}
		merge(object, patch);
	}

	static void apply(String contentType, String patch, ObjectNode object) {
		String type = contentType.split(";", 2)[0].strip();
		switch (type) {
			case "application/json-patch+json" -> replace(object, jsonPatch(Json.read(patch), object));
			case "application/merge-patch+json" -> merge(object, Json.read(patch));
			case APPLY -> applyLease(object, Json.read(patch));
			default -> throw new Refusal(415, "UnsupportedMediaType",
					"the body of the request was in an unknown format - accepted media types include:"
							+ " application/json-patch+json, application/merge-patch+json");
		}
	}

	private static JsonNode jsonPatch(JsonNode patch, ObjectNode object) {
		try {
			return JsonPatch.apply(patch, object);
		}
		catch (JsonPatchException | IllegalArgumentException ex) {
			throw Refusal.inapplicablePatch();
		}
	}

	private static void replace(ObjectNode object, JsonNode patched) {
		if (!(patched instanceof ObjectNode fields)) {
			throw Refusal.inapplicablePatch();
		}
		ObjectNode copy = fields.deepCopy();
		object.removeAll();
		object.setAll(copy);
	}

	private static void merge(ObjectNode target, JsonNode patch) {
		patch.properties().forEach((field) -> {
			if (field.getValue().isNull()) {
				target.remove(field.getKey());
			}
			else if (field.getValue().isObject()) {
				merge(Json.child(target, field.getKey()), field.getValue());
			}
			else {
				target.set(field.getKey(), field.getValue());
			}
		});
	}

}
