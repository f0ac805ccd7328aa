package org.seldonruns.seldon.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.seldonruns.seldon.resource.SeldonDeployment.Auxiliary;

/**
 * One {@code predictors[]} entry.
 *
 * @param replicas {@code predictors[].replicas}, where set
 * @param graph all nodes of its graph
 * @param components the components that become Deployments
 * @param orchestrator the name of its orchestrator's Deployment; null if it has none of
 * its own
 * @param explainer the name of its explainer's Deployment; null without an explainer
 */
public record Predictor(String name, @Nullable Integer replicas, List<GraphNode> graph, List<ComponentSpec> components,
		@Nullable String orchestrator, @Nullable String explainer) {

	/** Implementations without a server: the operator creates no container for them. */
	private static final Set<String> WITHOUT_SERVER = Set.of("UNKNOWN_IMPLEMENTATION", "SIMPLE_MODEL", "SIMPLE_ROUTER",
			"RANDOM_ABTEST", "AVERAGE_COMBINER");

	public Predictor {
		graph = List.copyOf(graph);
		components = List.copyOf(components);
	}

	/**
	 * A node of a graph.
	 *
	 * @param implementation null if the manifest has a container for the node
	 */
	public record GraphNode(String name, @Nullable String implementation) {
	}

	static Predictor of(String resource, int index, JsonTree predictor) {
		String name = String.valueOf(predictor.text("name"));
		String prefix = resource + "-" + name + "-";
		boolean explained = predictor.child("explainer").nonEmptyText("type") != null;
		return new Predictor(name, predictor.integer("replicas"), nodes(predictor.child("graph")).toList(),
				componentsOf(prefix, index, predictor),
				isWithoutEngine(predictor) ? null : DeploymentNameMatcher.shortened(prefix + "svc-orch"),
				explained ? DeploymentNameMatcher.shortened(prefix + "explainer") : null);
	}

	/** Returns whether clients call the model itself instead of its orchestrator. */
	static boolean isWithoutEngine(JsonTree predictor) {
		return "true".equalsIgnoreCase(predictor.child("annotations").text("seldon.io/no-engine"));
	}

	private static Stream<GraphNode> nodes(JsonTree node) {
		return Stream.concat(
				Stream.ofNullable(node.text("name"))
					.map(name -> new GraphNode(name, node.nonEmptyText("implementation"))),
				node.list("children").stream().flatMap(Predictor::nodes));
	}

	private static List<ComponentSpec> componentsOf(String prefix, int index, JsonTree predictor) {
		List<JsonTree> specs = predictor.list("componentSpecs");
		Set<String> given = specs.stream().flatMap(spec -> containers(spec).stream()).collect(Collectors.toSet());
		boolean serverAdded = needsServer(predictor.child("graph"), given);
		List<ComponentSpec> components = new ArrayList<>();
		if (specs.isEmpty() && serverAdded) {
			components.add(ComponentSpec.of(prefix, index, 0, new JsonTree(null), List.of()));
		}
		for (int i = 0; i < specs.size(); i++) {
			List<String> containers = containers(specs.get(i));
			// The operator adds the containers of prepackaged servers to the first entry.
			if (!containers.isEmpty() || (i == 0 && serverAdded)) {
				components.add(ComponentSpec.of(prefix, index, i, specs.get(i), containers));
			}
		}
		return components;
	}

	private static List<String> containers(JsonTree componentSpec) {
		return componentSpec.child("spec")
			.list("containers")
			.stream()
			.map(container -> String.valueOf(container.text("name")))
			.toList();
	}

	private static boolean needsServer(JsonTree unit, Set<String> given) {
		String implementation = unit.nonEmptyText("implementation");
		boolean needs = implementation != null && !WITHOUT_SERVER.contains(implementation)
				&& !given.contains(String.valueOf(unit.text("name")));
		return needs || unit.list("children").stream().anyMatch(child -> needsServer(child, given));
	}

	Stream<Auxiliary> auxiliaries(boolean separateOrchestrator) {
		return Stream.concat(
				Stream.ofNullable(separateOrchestrator ? orchestrator : null)
					.map(deployment -> new Auxiliary(deployment, DeploymentRole.ORCHESTRATOR, name)),
				Stream.ofNullable(explainer)
					.map(deployment -> new Auxiliary(deployment, DeploymentRole.EXPLAINER, name)));
	}

}
