package org.seldonruns.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;

/**
 * JSON Patch (RFC 6902) and JSON Merge Patch (RFC 7386). Other kinds are refused: a real
 * server refuses strategic merge patches of custom resources, and server-side apply is
 * not simulated.
 */
final class Patches {

	private Patches() {
	}

	static void apply(String contentType, String patch, ObjectNode object) {
		String type = contentType.split(";", 2)[0].strip();
		switch (type) {
			case "application/json-patch+json" -> replace(object, jsonPatch(Json.read(patch), object));
			case "application/merge-patch+json" -> merge(object, Json.read(patch));
			case "application/apply-patch+yaml" -> throw Refusal.unsupported("server-side apply");
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
