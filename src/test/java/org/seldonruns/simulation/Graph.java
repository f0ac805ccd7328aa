package org.seldonruns.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The inference graph of a predictor and the containers of its nodes.
 */
final class Graph {

	private Graph() {
	}

	/** All nodes below and with this one, parents first. */
	static List<JsonNode> nodes(JsonNode graph) {
		List<JsonNode> nodes = new ArrayList<>(List.of(graph));
		graph.path("children").forEach((child) -> nodes.addAll(nodes(child)));
		return nodes;
	}

	/** The node of a container. */
	static Optional<JsonNode> find(JsonNode graph, String container) {
		return nodes(graph).stream().filter((node) -> container.equals(node.path("name").asText())).findFirst();
	}

	/** The names of a component's containers. */
	static List<String> containers(JsonNode component) {
		return component.path("spec")
			.path("containers")
			.valueStream()
			.map((container) -> container.path("name").asText())
			.toList();
	}

	/**
	 * Gives each node that has an implementation, but no container, one in the first
	 * component.
	 */
	static void addPrepackagedServers(ObjectNode predictor) {
		ArrayNode components = predictor.withArray("componentSpecs");
		for (JsonNode node : nodes(predictor.path("graph"))) {
			String name = node.path("name").asText();
			String implementation = node.path("implementation").asText("");
			boolean there = components.valueStream().anyMatch((component) -> containers(component).contains(name));
			if (implementation.endsWith("_SERVER") && !there) {
				ObjectNode component = components.isEmpty() ? components.addObject() : (ObjectNode) components.get(0);
				Json.child(component, "spec")
					.withArray("containers")
					.addObject()
					.put("name", name)
					.put("image", "seldonio/" + implementation.toLowerCase(Locale.ROOT).replace("_", "") + ":1.18.2");
			}
		}
	}

	/** The labels that say what a node and its predictor do. */
	static Map<String, String> roleLabels(JsonNode node, JsonNode predictor) {
		Map<String, String> labels = new HashMap<>();
		String type = node.path("type").asText("MODEL");
		switch (type) {
			case "MODEL", "ROUTER", "COMBINER", "TRANSFORMER", "OUTPUT_TRANSFORMER" ->
				labels.put("seldon.io/" + type.toLowerCase(Locale.ROOT).replace('_', '-'), "true");
			default -> {
			}
		}
		if (predictor.path("shadow").asBoolean()) {
			labels.put("seldon.io/shadow", "true");
		}
		return labels;
	}

}
