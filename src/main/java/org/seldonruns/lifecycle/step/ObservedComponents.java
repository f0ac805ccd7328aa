package org.seldonruns.lifecycle.step;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.seldonruns.run.component.Autoscaler;
import org.seldonruns.run.component.Component;
import org.seldonruns.run.component.ScaledPods;
import org.seldonruns.seldon.readiness.ReadinessVerdict.Ready;
import org.seldonruns.seldon.resource.DeploymentRole;
import org.seldonruns.seldon.resource.OwnedAutoscaler;
import org.seldonruns.seldon.resource.Predictor;
import org.seldonruns.seldon.resource.SeldonDeployment;

/**
 * Records the components of a ready resource in its run, with the warnings that they give
 * rise to.
 */
public final class ObservedComponents {

	private ObservedComponents() {
	}

	/** Records the components before the scale. */
	static List<Component> recordInitial(RunContext context, Ready ready) {
		List<Component> components = ready.components().stream().map(seen -> initial(context, seen)).toList();
		context.run().components(components);
		context.podsBeforeScale(ready.components()
			.stream()
			.collect(Collectors.toMap(Ready.Component::deployment, Ready.Component::pods)));
		warnOfAutoscalers(context, ready);
		return components;
	}

	/** Records the components after the scale. */
	static List<Component> recordScaled(RunContext context, Ready ready) {
		Map<String, Component> earlier = earlier(context);
		List<Component> components = ready.components().stream().map(seen -> {
			Map<String, String> before = context.podsBeforeScale().get(seen.deployment());
			boolean scaled = seen.role() == DeploymentRole.COMPONENT && !seen.autoscaled();
			ScaledPods pods = (scaled && before != null) ? ScaledPods.of(before, seen.pods()) : null;
			Component known = earlier.getOrDefault(seen.deployment(), initial(context, seen));
			return component(context, seen, new Replicas(known.initial(), scaled ? seen.replicas() : null, null), pods);
		}).toList();
		context.run().components(components);
		components.forEach(component -> warnOfPods(context, component));
		warnOfAutoscalers(context, ready);
		return components;
	}

	/** Records the components after the update. */
	public static List<Component> recordUpdated(RunContext context, Ready ready) {
		Map<String, Component> earlier = earlier(context);
		List<Component> components = ready.components().stream().map(seen -> {
			Component known = earlier.getOrDefault(seen.deployment(), initial(context, seen));
			return component(context, seen, new Replicas(known.initial(), known.scaled(), seen.replicas()),
					known.pods());
		}).toList();
		context.run().components(components);
		components.forEach(component -> warnOfRestarts(context, component));
		warnOfAutoscalers(context, ready);
		return components;
	}

	private static Map<String, Component> earlier(RunContext context) {
		return context.run()
			.summary()
			.components()
			.stream()
			.collect(Collectors.toMap(Component::deployment, component -> component));
	}

	private static Component initial(RunContext context, Ready.Component seen) {
		return component(context, seen, new Replicas(seen.replicas(), null, null), null);
	}

	private record Replicas(int initial, @Nullable Integer scaled, @Nullable Integer updated) {
	}

	private static Component component(RunContext context, Ready.Component seen, Replicas replicas,
			@Nullable ScaledPods pods) {
		Component.Kind kind = switch (seen.role()) {
			case COMPONENT -> Component.Kind.COMPONENT;
			case ORCHESTRATOR -> Component.Kind.ORCHESTRATOR;
			case EXPLAINER -> Component.Kind.EXPLAINER;
		};
		return new Component(seen.deployment(), kind, seen.predictor(), seen.containers(), replicas.initial(),
				replicas.scaled(), replicas.updated(), seen.autoscaled(), autoscaler(seen.autoscaler()),
				context.restarts().of(seen.deployment()), pods);
	}

	private static @Nullable Autoscaler autoscaler(@Nullable OwnedAutoscaler owned) {
		if (owned == null) {
			return null;
		}
		List<Autoscaler.Condition> conditions = owned.conditions()
			.stream()
			.map(each -> new Autoscaler.Condition(each.type(), each.status(), each.reason(), each.message()))
			.toList();
		return new Autoscaler(owned.kind(), owned.name(), owned.minimum(), owned.maximum(), owned.current(),
				conditions);
	}

	private static void warnOfAutoscalers(RunContext context, Ready ready) {
		ready.components()
			.stream()
			.filter(Ready.Component::autoscaled)
			.forEach(seen -> warnOfAutoscaler(context, seen));
	}

	private static void warnOfAutoscaler(RunContext context, Ready.Component seen) {
		OwnedAutoscaler autoscaler = seen.autoscaler();
		if (autoscaler == null) {
			context.warn(
					("the manifest asks for an autoscaler of %s, but no HorizontalPodAutoscaler and no ScaledObject was "
							+ "created; its replicas do not change. For KEDA, check that it is installed and that the "
							+ "operator has KEDA_ENABLED=true")
						.formatted(seen.deployment()));
			return;
		}
		autoscaler.failure()
			.ifPresent(condition -> context
				.warn("%s %s of %s cannot scale: %s".formatted(autoscaler.kind(), autoscaler.name(), seen.deployment(),
						Objects.requireNonNullElse(condition.message(), condition.reason()))));
	}

	private static void warnOfRestarts(RunContext context, Component component) {
		if (component.restarts() > 0) {
			context.warn("containers of %s restarted during the run: %d".formatted(component.deployment(),
					component.restarts()));
		}
	}

	private static void warnOfPods(RunContext context, Component component) {
		warnOfRestarts(context, component);
		ScaledPods pods = component.pods();
		if (pods == null || pods.replaced().isEmpty()) {
			return;
		}
		context.warn("the scale replaced pods of %s instead of keeping them: %s%s".formatted(component.deployment(),
				String.join(", ", pods.replaced()), reason(context.created(), component.predictor())));
	}

	// The operator writes the predictor without predictors[].replicas, but with
	// componentSpecs[].replicas, into the environment of the service orchestrator, so a
	// change of the latter changes the pod template: createExecutorContainer in
	// seldondeployment_engine.go.
	private static String reason(SeldonDeployment resource, String name) {
		boolean inEnvironment = resource.predictors()
			.stream()
			.filter(predictor -> predictor.name().equals(name))
			.map(Predictor::components)
			.anyMatch(components -> components.stream().anyMatch(component -> component.replicas() != null));
		return inEnvironment
				? "; componentSpecs[].replicas is part of the environment of the service orchestrator: set "
						+ "predictors[].replicas instead"
				: "";
	}

}
