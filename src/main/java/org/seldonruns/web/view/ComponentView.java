package org.seldonruns.web.view;

import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.seldonruns.run.component.Component;

@Schema(name = "Component", description = "A component of the resource, which is one Deployment.")
public record ComponentView(
		@Schema(description = "The name of the Deployment.", example = "iris-default-0-classifier") String deployment,
		@Schema(description = "The purpose of the Deployment: an entry of componentSpecs, a separate service orchestrator, "
				+ "or an explainer.",
				allowableValues = {
						"component", "orchestrator", "explainer" },
				example = "component") String kind,
		@Schema(description = "The name of the predictor.", example = "default") String predictor,
		@Schema(description = "The names of the containers.", example = "[\"classifier\"]") List<String> containers,
		Replicas replicas,
		@Schema(description = "Whether an autoscaler controls the replicas; SCALE then does not change them.") boolean autoscaled,
		@Schema(description = "The autoscaler; null if there is none.") @Nullable AutoscalerView autoscaler,
		@Schema(description = "The number of container restarts that the run observed.", minimum = "0",
				example = "0") int restarts,
		@Schema(description = "How the scale changed the pods; null before AWAIT_SCALED has succeeded and if the "
				+ "component was not scaled.") @Nullable Pods pods){

	static ComponentView of(Component component) {
		return new ComponentView(component.deployment(), kind(component), component.predictor(), component.containers(),
				new Replicas(component.initial(), component.scaled(), component.updated()), component.autoscaled(),
				AutoscalerView.of(component.autoscaler()), component.restarts(), Pods.of(component));
	}

	private static String kind(Component component) {
		return switch (component.kind()) {
			case COMPONENT -> "component";
			case ORCHESTRATOR -> "orchestrator";
			case EXPLAINER -> "explainer";
		};
	}

	@Schema(name = "ComponentReplicas", description = "The ready replicas of a component.")
	public record Replicas(
			@Schema(description = "The number after AWAIT_READY.", minimum = "0", example = "1") int initial,
			@Schema(description = "The number after AWAIT_SCALED; null until then, or if the component was not scaled.",
					minimum = "0", example = "2") @Nullable Integer scaled,
			@Schema(description = "The number after AWAIT_UPDATED; null until then.", minimum = "0",
					example = "2") @Nullable Integer updated) {
	}

	@Schema(name = "ScaledPods", description = "How the scale changed the pods of a component, compared by uid.")
	public record Pods(
			@Schema(description = "The names of the pods that existed before and after the scale.",
					example = "[\"iris-default-0-classifier-7d9f-xk2lp\"]") List<String> kept,
			@Schema(description = "The names of the new pods.",
					example = "[\"iris-default-0-classifier-7d9f-m4qzt\"]") List<String> added,
			@Schema(description = "The names of the former pods that new ones replaced; a scale should not replace any.",
					example = "[]") List<String> replaced) {

		static @Nullable Pods of(Component component) {
			return (component.pods() != null)
					? new Pods(component.pods().kept(), component.pods().added(), component.pods().replaced()) : null;
		}

	}

}
