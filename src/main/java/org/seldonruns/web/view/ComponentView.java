package org.seldonruns.web.view;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import org.seldonruns.run.Component;

@Schema(name = "Component", description = "A component of the resource, which is one Deployment, and its replicas.")
public record ComponentView(
		@Schema(description = "The name of the Deployment.", example = "iris-default-0-classifier") String deployment,
		Replicas replicas,
		@Schema(description = "Whether an autoscaler controls the replicas; the run does not scale them.") boolean autoscaled) {

	static ComponentView of(Component component) {
		return new ComponentView(component.deployment(), new Replicas(component.initial(), component.scaled()),
				component.autoscaled());
	}

	@Schema(name = "ComponentReplicas", description = "The ready replicas of a component.")
	public record Replicas(
			@Schema(description = "The number after AWAIT_READY.", minimum = "0", example = "1") int initial,
			@Schema(description = "The number after AWAIT_SCALED; null until then, or if the component was not scaled.",
					minimum = "0", example = "2") @Nullable Integer scaled) {
	}

}
