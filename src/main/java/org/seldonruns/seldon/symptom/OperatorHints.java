package org.seldonruns.seldon.symptom;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.seldonruns.seldon.resource.ComponentSpec;
import org.seldonruns.seldon.resource.DeploymentNameMatcher;
import org.seldonruns.seldon.resource.Predictor;
import org.seldonruns.seldon.resource.SeldonDeployment;

/**
 * Explains descriptions of the operator that do not name the mistake in the manifest.
 */
final class OperatorHints {

	private static final Pattern DIGEST = Pattern.compile("seldon-[0-9a-f]{32}");

	private static final int LONGEST_LABEL = 63;

	private OperatorHints() {
	}

	/**
	 * Returns sentences that begin with a space; empty if there is nothing to explain.
	 */
	static String about(SeldonDeployment resource) {
		String description = Objects.requireNonNullElse(resource.description(), "");
		return Stream
			.of(shortenedName(resource, description), longLabel(resource, description),
					unknownContainer(resource, description), missingContainer(resource, description))
			.flatMap(Optional::stream)
			.map(hint -> " Hint: " + hint + ".")
			.collect(Collectors.joining());
	}

	private static Optional<String> shortenedName(SeldonDeployment resource, String description) {
		Matcher digest = DIGEST.matcher(description);
		if (!digest.find()) {
			return Optional.empty();
		}
		String name = digest.group();
		return resource.components()
			.stream()
			.filter(component -> DeploymentNameMatcher.mayShortenTo(component, name))
			.findFirst()
			.map(component -> "%s is the Deployment of component %d of predictor %s".formatted(name, component.index(),
					predictor(resource, component).name()));
	}

	private static Optional<String> longLabel(SeldonDeployment resource, String description) {
		if (!description.contains("must be no more than 63")) {
			return Optional.empty();
		}
		return resource.predictors()
			.stream()
			.map(Predictor::name)
			.filter(name -> name.length() > LONGEST_LABEL)
			.findFirst()
			.map(name -> "the name of predictor %s is longer than 63 characters, so it is no valid label; shorten it"
				.formatted(name));
	}

	private static Optional<String> unknownContainer(SeldonDeployment resource, String description) {
		if (!description.contains("image: Required value")) {
			return Optional.empty();
		}
		return resource.components().stream().flatMap(component -> {
			List<String> nodes = predictor(resource, component).graph()
				.stream()
				.map(Predictor.GraphNode::name)
				.toList();
			return component.containers()
				.stream()
				.filter(container -> !nodes.contains(container))
				.map(container -> "container %s belongs to no node of the graph (%s); a container needs the name of its node"
					.formatted(container, String.join(", ", nodes)));
		}).findFirst();
	}

	private static Optional<String> missingContainer(SeldonDeployment resource, String description) {
		if (!description.contains("container")) {
			return Optional.empty();
		}
		return resource.predictors()
			.stream()
			.flatMap(predictor -> predictor.graph()
				.stream()
				.filter(node -> node.implementation() == null && predictor.components()
					.stream()
					.noneMatch(component -> component.containers().contains(node.name())))
				.map(node -> "node %s of the graph of predictor %s has no container and no implementation"
					.formatted(node.name(), predictor.name())))
			.findFirst();
	}

	private static Predictor predictor(SeldonDeployment resource, ComponentSpec component) {
		return resource.predictors().get(component.predictor());
	}

}
