package org.seldonruns.web.view;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.RunStatus;

@Schema(description = "A run without its warnings and timeline.")
public record RunSummary(
		@Schema(description = "The id of the run.", format = "uuid",
				example = "0199f1c2-5c1e-7b3a-9d7f-2f1f6c0f8a11") String id,
		@Schema(description = "The status. If the service was shut down during the run, it is CANCELLED; if the service "
				+ "crashed, it is FAILED. The cause is INTERRUPTED in both cases.", example = "SUCCEEDED",
				enumAsRef = true) RunStatus status,
		@Schema(description = "The namespace of the resource.", example = "seldon") String namespace,
		@Schema(description = "The labels in the request.",
				example = "{\"commit\": \"9f1c2e\"}") Map<String, String> labels,
		@Schema(description = "The user who started the run; null if callers are not authenticated.") @Nullable String startedBy,
		ResourceView resource, ParametersView parameters,
		@Schema(description = "The time of the request.", example = "2026-11-22T06:41:05.113Z") Instant createdAt,
		@Schema(description = "The start of the first step; null if no step has started.",
				example = "2026-11-22T06:41:05.124Z") @Nullable Instant startedAt,
		@Schema(description = "The end of the last step; null until the run has finished.",
				example = "2026-11-22T06:41:06.338Z") @Nullable Instant finishedAt,
		@Schema(description = "The sum of the durations of the steps, in milliseconds; "
				+ "null until the run has finished and if no step started.", minimum = "0",
				example = "1214") @Nullable Long durationMillis,
		@Schema(description = "The steps, in the order of execution.") List<StepView> steps,
		@Schema(description = "The components; empty until the resource is ready.") List<ComponentView> components,
		@Schema(description = "The number of warnings.", minimum = "0", example = "0") int warningCount,
		@Schema(description = "Why the run failed or was cancelled; otherwise null.") @Nullable FailureView failure,
		@Schema(description = "Why the resource of a failed or cancelled run could not be deleted; "
				+ "otherwise null.") @Nullable FailureView cleanup,
		@Schema(description = "The time until which the resource of a failed run is kept; "
				+ "otherwise null.") @Nullable Instant keptUntil) {

	public static RunSummary of(RunSnapshot run) {
		return new RunSummary(run.id().toString(), run.status(), run.request().resource().namespace(),
				run.request().labels(), run.request().startedBy(), ResourceView.of(run.request().resource(), run.uid()),
				ParametersView.of(run.request().parameters()), run.createdAt(), run.startedAt(), run.finishedAt(),
				TimeFormats.millis(run.duration()), run.steps().stream().map(StepView::of).toList(),
				run.components().stream().map(ComponentView::of).toList(), run.warnings().size(),
				run.failure().map(FailureView::of).orElse(null), run.cleanup().map(FailureView::of).orElse(null),
				run.keptUntil());
	}

}
