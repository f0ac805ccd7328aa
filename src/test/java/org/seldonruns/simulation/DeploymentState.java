package org.seldonruns.simulation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a Deployment said of itself at one moment, for comparing.
 *
 * @param counts replicas, updated, ready, available and unavailable ones
 */
record DeploymentState(String name, Specification specification, boolean observed, List<Integer> counts) {

	static DeploymentState of(String type, JsonNode object) {
		JsonNode status = object.path("status");
		long generation = object.path("metadata").path("generation").asLong();
		return new DeploymentState(Json.meta(object, "name"),
				new Specification(generation, object.path("spec").path("replicas").asInt(), Json.deleting(object),
						"DELETED".equals(type), labels(object), owners(object)),
				status.path("observedGeneration").asLong() == generation,
				List.of(status.path("replicas").asInt(), status.path("updatedReplicas").asInt(),
						status.path("readyReplicas").asInt(), status.path("availableReplicas").asInt(),
						status.path("unavailableReplicas").asInt()));
	}

	private static Map<String, String> labels(JsonNode object) {
		return object.path("metadata")
			.path("labels")
			.properties()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, (label) -> label.getValue().asText()));
	}

	private static List<String> owners(JsonNode object) {
		return object.path("metadata")
			.path("ownerReferences")
			.valueStream()
			.map((owner) -> owner.path("kind").asText() + " " + owner.path("name").asText()
					+ (owner.path("controller").asBoolean() ? " controls" : "")
					+ (owner.path("blockOwnerDeletion").asBoolean() ? " and waits" : ""))
			.toList();
	}

	/** The last counts of each generation that was wanted. */
	static Map<Long, List<Integer>> settled(List<DeploymentState> states) {
		Map<Long, List<Integer>> settled = new LinkedHashMap<>();
		for (DeploymentState state : states) {
			if (state.observed() && !state.specification().deleting()) {
				settled.put(state.specification().generation(), state.counts());
			}
		}
		return settled;
	}

	record Specification(long generation, int replicas, boolean deleting, boolean gone, Map<String, String> labels,
			List<String> owners) {

	}

}
