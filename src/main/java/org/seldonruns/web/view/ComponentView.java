package org.seldonruns.web.view;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import org.seldonruns.run.Component;

/**
 * What was seen of one component, hence of one Deployment.
 *
 * @param deployment the Deployment's name
 * @param replicas how many it was seen ready with
 * @param autoscaled whether an autoscaler owns its replicas
 */
@Schema(name = "Component", description = "What was seen of one component, hence of one Deployment.")
public record ComponentView(
		@Schema(description = "The Deployment's name.", example = "iris-default-0-classifier") String deployment,
		Replicas replicas,
		@Schema(description = "Whether an autoscaler owns its replicas, so that the run leaves them.") boolean autoscaled) {

	static ComponentView of(Component component) {
		return new ComponentView(component.deployment(), new Replicas(component.initial(), component.scaled()),
				component.autoscaled());
	}

	/**
	 * How many replicas a component was seen ready with.
	 *
	 * @param initial before the scale
	 * @param scaled after it
	 */
	@Schema(name = "ComponentReplicas", description = "How many replicas a component was seen ready with.")
	public record Replicas(@Schema(description = "Before the scale.", minimum = "0", example = "1") int initial,
			@Schema(description = "After the scale; null before that, and where it was left alone.", minimum = "0",
					example = "2") @Nullable Integer scaled) {
	}

}
