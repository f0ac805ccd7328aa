package org.seldonruns.web.view;

import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.seldonruns.run.component.Autoscaler;

@Schema(name = "Autoscaler", description = "The autoscaler of a component.")
public record AutoscalerView(
		@Schema(description = "HorizontalPodAutoscaler, or ScaledObject of KEDA.",
				example = "HorizontalPodAutoscaler") String kind,
		@Schema(description = "The name.", example = "iris-default-0-classifier") String name,
		@Schema(description = "The minimum number of replicas.", minimum = "0", example = "1") int minimum,
		@Schema(description = "The maximum number of replicas; null if it is not set.", minimum = "1",
				example = "4") @Nullable Integer maximum,
		@Schema(description = "The current number of replicas; null if the autoscaler does not report it.",
				minimum = "0", example = "1") @Nullable Integer current,
		@Schema(description = "The conditions of its status.") List<ConditionView> conditions) {

	static @Nullable AutoscalerView of(@Nullable Autoscaler autoscaler) {
		return (autoscaler == null) ? null
				: new AutoscalerView(autoscaler.kind(), autoscaler.name(), autoscaler.minimum(), autoscaler.maximum(),
						autoscaler.current(), autoscaler.conditions().stream().map(ConditionView::of).toList());
	}

	@Schema(name = "AutoscalerCondition", description = "A condition of an autoscaler.")
	public record ConditionView(@Schema(description = "The type.", example = "ScalingActive") String type,
			@Schema(description = "True, False or Unknown.", example = "False") String status,
			@Schema(description = "The reason, for machines.",
					example = "FailedGetResourceMetric") @Nullable String reason,
			@Schema(description = "The message, for people.",
					example = "the HPA was unable to compute the replica count") @Nullable String message) {

		static ConditionView of(Autoscaler.Condition condition) {
			return new ConditionView(condition.type(), condition.status(), condition.reason(), condition.message());
		}

	}

}
