package org.seldonruns.simulation;

import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The ports of the containers of one SeldonDeployment: those that a container names
 * {@code http} and {@code grpc}, else the next ones from 9000 and 9500. Containers of the
 * same name have the same.
 */
final class ContainerPorts {

	private final Map<String, Integer> numbers = new HashMap<>();

	/** Numbers the containers of a predictor that have no number yet. */
	void number(JsonNode predictor) {
		for (JsonNode component : predictor.path("componentSpecs")) {
			Graph.containers(component).forEach((name) -> this.numbers.putIfAbsent(name, this.numbers.size()));
		}
	}

	ServicePorts of(JsonNode container) {
		int number = this.numbers.getOrDefault(container.path("name").asText(), 0);
		return new ServicePorts(port(container, "http", 9000 + number), port(container, "grpc", 9500 + number));
	}

	private static int port(JsonNode container, String name, int otherwise) {
		return container.path("ports")
			.valueStream()
			.filter((port) -> name.equals(port.path("name").asText()))
			.mapToInt((port) -> port.path("containerPort").asInt())
			.findFirst()
			.orElse(otherwise);
	}

	/**
	 * The ports of a Service.
	 *
	 * @param grpc 0 for none
	 */
	record ServicePorts(int http, int grpc) {

		static final ServicePorts ORCHESTRATOR = new ServicePorts(8000, 5001);

		static final ServicePorts EXPLAINER = new ServicePorts(9000, 0);

	}

}
