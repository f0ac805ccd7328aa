package org.seldonruns.simulation;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Kubernetes objects as JSON trees, which keep what no model class knows.
 */
final class Json {

	private static final ObjectMapper MAPPER = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.build();

	private Json() {
	}

	static ObjectNode object() {
		return MAPPER.createObjectNode();
	}

	static JsonNode read(String text) {
		try {
			return MAPPER.readTree(text);
		}
		catch (JsonProcessingException ex) {
			throw Refusal.badRequest("the object provided is unrecognized: " + ex.getOriginalMessage());
		}
	}

	static ObjectNode of(Object object) {
		return MAPPER.convertValue(object, ObjectNode.class);
	}

	static <T> T as(JsonNode node, Class<T> type) {
		return MAPPER.convertValue(node, type);
	}

	static ObjectNode child(ObjectNode parent, String field) {
		return (parent.get(field) instanceof ObjectNode child) ? child : parent.putObject(field);
	}

	static ObjectNode metadata(ObjectNode object) {
		return child(object, "metadata");
	}

	/** The text of a field of the metadata; empty where there is none. */
	static String meta(JsonNode object, String field) {
		return object.path("metadata").path(field).asText("");
	}

	static List<String> finalizers(JsonNode object) {
		List<String> names = new ArrayList<>();
		object.path("metadata").path("finalizers").forEach((name) -> names.add(name.asText()));
		return names;
	}

	static boolean deleting(JsonNode object) {
		return object.path("metadata").hasNonNull("deletionTimestamp");
	}

	/** The present moment as Kubernetes writes it, to the second. */
	static String now() {
		return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
	}

}
