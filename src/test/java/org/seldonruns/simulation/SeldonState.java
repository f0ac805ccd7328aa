package org.seldonruns.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a SeldonDeployment said of itself at one moment, for comparing.
 *
 * @param gone whether that was its last word
 * @param deployments replicas and available replicas by Deployment, absent ones as 0
 */
record SeldonState(long generation, boolean deleting, boolean gone, String state, String description, int replicas,
		Map<String, Counts> deployments) {

	static SeldonState of(String type, JsonNode object) {
		JsonNode status = object.path("status");
		Map<String, Counts> deployments = new TreeMap<>(Comparator.naturalOrder());
		status.path("deploymentStatus")
			.properties()
			.forEach((entry) -> deployments.put(entry.getKey(), new Counts(entry.getValue().path("replicas").asInt(),
					entry.getValue().path("availableReplicas").asInt())));
		return new SeldonState(object.path("metadata").path("generation").asLong(), Json.deleting(object),
				"DELETED".equals(type), status.path("state").asText(""), status.path("description").asText(""),
				status.path("replicas").asInt(), deployments);
	}

	/** Equal ones in a row are one. */
	static <T> List<T> distinct(Stream<T> all) {
		List<T> distinct = new ArrayList<>();
		all.forEach((each) -> {
			if (distinct.isEmpty() || !distinct.getLast().equals(each)) {
				distinct.add(each);
			}
		});
		return distinct;
	}

	record Counts(int replicas, int available) {

	}

}
