package org.seldonruns.seldon.readiness;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.jspecify.annotations.Nullable;
import org.seldonruns.seldon.resource.JsonTree;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a change of a predictor appears in its Deployments. The operator writes the
 * predictor into the environment of the service orchestrator, without its traffic,
 * replicas and explainer: createEngineContainer in seldondeployment_engine.go and
 * GetEngineVarJson in controller_utils.go. Without an orchestrator, only the containers
 * show it.
 */
final class PredictorChange {

	private static final String ENGINE_PREDICTOR = "ENGINE_PREDICTOR";

	private static final Set<String> NOT_IN_TEMPLATE = Set.of("traffic", "replicas", "explainer");

	/** The operator sets variables with these prefixes. */
	private static final List<String> OF_OPERATOR = List.of("PREDICTIVE_UNIT_", "PREDICTOR_", "SELDON_", "MODEL_");

	private final JsonTree before;

	private final JsonTree after;

	PredictorChange(JsonTree before, JsonTree after) {
		this.before = before;
		this.after = after;
	}

	/** Returns whether the pod template of a component must change. */
	boolean affectsComponents() {
		return !template(before).equals(template(after));
	}

	/** Returns whether the pod template of the explainer may change. */
	boolean affectsExplainer() {
		return !before.child("explainer").equals(after.child("explainer"));
	}

	private static Map<Object, @Nullable Object> template(JsonTree predictor) {
		Map<Object, @Nullable Object> shown = without(predictor.value(), NOT_IN_TEMPLATE);
		// A change of these alone shows in the replicas of the Deployment.
		shown.computeIfPresent("componentSpecs", (key, components) -> (components instanceof List<?> list)
				? list.stream().<Object>map(component -> without(component, Set.of("replicas"))).toList() : components);
		return shown;
	}

	private static Map<Object, @Nullable Object> without(@Nullable Object object, Set<String> keys) {
		Map<Object, @Nullable Object> copy = (object instanceof Map<?, ?> map) ? new LinkedHashMap<>(map)
				: new LinkedHashMap<>();
		copy.keySet().removeAll(keys);
		return copy;
	}

	/**
	 * Returns whether the Deployments of the predictor, none of which has changed, may be
	 * the same after the update: a quantity in other words, for example, changes nothing.
	 * @param deployments those of components and of the service orchestrator
	 */
	boolean mayBeShownBy(List<Deployment> deployments) {
		List<Object> engines = deployments.stream().flatMap(PredictorChange::engines).toList();
		return engines.isEmpty()
				? deployments.stream().allMatch(deployment -> missingContainer(deployment, components()).isEmpty())
				: engines.stream()
					.anyMatch(engine -> JsonCoverage.covers(engine, without(after.value(), NOT_IN_TEMPLATE)));
	}

	/**
	 * Finds a container of a component that does not have the image or the environment of
	 * the manifest yet.
	 * @return its name; empty if there is none
	 */
	static Optional<String> missingContainer(Deployment deployment, List<JsonTree> components) {
		List<Container> containers = deployment.getSpec().getTemplate().getSpec().getContainers();
		List<JsonTree> wanted = components.stream()
			.flatMap(component -> component.child("spec").list("containers").stream())
			.toList();
		return containers.stream()
			.filter(container -> wanted.stream()
				.filter(tree -> container.getName().equals(tree.text("name")))
				.anyMatch(tree -> !shows(container, tree)))
			.map(Container::getName)
			.findFirst();
	}

	List<JsonTree> components() {
		return after.list("componentSpecs");
	}

	private static boolean shows(Container container, JsonTree wanted) {
		String image = wanted.text("image");
		return (image == null || image.equals(container.getImage()))
				&& wanted.list("env").stream().allMatch(variable -> shows(container.getEnv(), variable));
	}

	private static boolean shows(List<EnvVar> environment, JsonTree wanted) {
		String name = String.valueOf(wanted.text("name"));
		String value = wanted.text("value");
		return value == null || OF_OPERATOR.stream().anyMatch(name::startsWith) || environment.stream()
			.anyMatch(variable -> name.equals(variable.getName()) && value.equals(variable.getValue()));
	}

	private static Stream<Object> engines(Deployment deployment) {
		List<Object> engines = new ArrayList<>();
		deployment.getSpec()
			.getTemplate()
			.getSpec()
			.getContainers()
			.stream()
			.flatMap(container -> container.getEnv().stream())
			.filter(variable -> ENGINE_PREDICTOR.equals(variable.getName()) && variable.getValue() != null)
			.forEach(variable -> decode(variable.getValue()).ifPresent(engines::add));
		return engines.stream();
	}

	private static Optional<Object> decode(String base64) {
		try {
			byte[] json = Base64.getDecoder().decode(base64.getBytes(StandardCharsets.UTF_8));
			return Optional.of(JsonMapper.shared().readValue(json, Object.class));
		}
		catch (IllegalArgumentException | JacksonException ex) {
			// Somebody else has edited it.
			return Optional.empty();
		}
	}

}
