package org.seldonruns.seldon.readiness;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
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

	private static final Set<String> REPLICAS = Set.of("replicas");

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
		return after.child("explainer").nonEmptyText("type") != null
				&& !without(before.child("explainer").value(), REPLICAS)
					.equals(without(after.child("explainer").value(), REPLICAS));
	}

	private static Map<Object, @Nullable Object> template(JsonTree predictor) {
		Map<Object, @Nullable Object> shown = without(predictor.value(), NOT_IN_TEMPLATE);
		// A change of these alone shows in the replicas of the Deployment.
		shown.computeIfPresent("componentSpecs", (key, components) -> (components instanceof List<?> list)
				? list.stream().<Object>map(component -> without(component, REPLICAS)).toList() : components);
		return shown;
	}

	private static Map<Object, @Nullable Object> without(@Nullable Object object, Set<String> keys) {
		Map<Object, @Nullable Object> copy = (object instanceof Map<?, ?> map) ? new LinkedHashMap<>(map)
				: new LinkedHashMap<>();
		copy.keySet().removeAll(keys);
		return copy;
	}

	/**
	 * Returns whether the service orchestrators have the predictor of the update already,
	 * although none of their pod templates has changed: a quantity in other words, for
	 * example, changes nothing.
	 * @return true also if there is no orchestrator
	 */
	boolean isInEngines(List<Deployment> deployments) {
		List<Object> engines = deployments.stream().flatMap(PredictorChange::engines).toList();
		return engines.isEmpty() || engines.stream()
			.anyMatch(engine -> JsonCoverage.covers(engine, without(before.value(), NOT_IN_TEMPLATE),
					without(after.value(), NOT_IN_TEMPLATE)));
	}

	/**
	 * Finds a container whose image or environment the update changes, but that is still
	 * the former one.
	 * @param index the index of the component
	 * @param now the pod template of its Deployment
	 * @param former the pod template before the update
	 * @return its name; empty if there is none
	 */
	Optional<String> unchangedContainer(int index, PodTemplateSpec now, PodTemplateSpec former) {
		JsonTree component = component(after, index);
		return component.child("spec")
			.list("containers")
			.stream()
			.map(container -> String.valueOf(container.text("name")))
			.filter(name -> isUnchanged(container(component(before, index), name), container(component, name),
					container(now, name), container(former, name)))
			.findFirst();
	}

	private static JsonTree component(JsonTree predictor, int index) {
		List<JsonTree> components = predictor.list("componentSpecs");
		return (index < components.size()) ? components.get(index) : new JsonTree(null);
	}

	private static JsonTree container(JsonTree component, String name) {
		return component.child("spec")
			.list("containers")
			.stream()
			.filter(container -> name.equals(container.text("name")))
			.findFirst()
			.orElse(new JsonTree(null));
	}

	private static Optional<Container> container(PodTemplateSpec template, String name) {
		return template.getSpec()
			.getContainers()
			.stream()
			.filter(container -> name.equals(container.getName()))
			.findFirst();
	}

	private static boolean isUnchanged(JsonTree declaredBefore, JsonTree declared, Optional<Container> now,
			Optional<Container> former) {
		if (now.isEmpty() || former.isEmpty()) {
			return now.isEmpty();
		}
		boolean image = !Objects.equals(declaredBefore.text("image"), declared.text("image"))
				&& Objects.equals(now.get().getImage(), former.get().getImage());
		Map<String, String> before = environment(declaredBefore);
		Map<String, String> after = environment(declared);
		return image || Stream.concat(before.keySet().stream(), after.keySet().stream())
			.anyMatch(name -> !Objects.equals(before.get(name), after.get(name))
					&& Objects.equals(value(now.get(), name), value(former.get(), name)));
	}

	private static Map<String, String> environment(JsonTree container) {
		Map<String, String> values = new HashMap<>();
		container.list("env")
			.forEach(variable -> values.put(String.valueOf(variable.text("name")),
					Objects.requireNonNullElse(variable.text("value"), "")));
		return values;
	}

	private static String value(Container container, String name) {
		return container.getEnv()
			.stream()
			.filter(variable -> name.equals(variable.getName()))
			// The API server omits an empty value.
			.map(variable -> Objects.requireNonNullElse(variable.getValue(), ""))
			.findFirst()
			.orElse("");
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
