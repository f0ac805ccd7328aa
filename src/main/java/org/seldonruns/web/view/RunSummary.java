package org.seldonruns.web.view;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.RunStatus;

/**
 * A run without its timeline.
 *
 * @param id names it
 * @param status where it stands
 * @param namespace where its resource lives
 * @param labels the caller's own marks
 * @param startedBy who started it
 * @param resource what it rehearses
 * @param parameters how it is played
 * @param createdAt when it was asked for
 * @param startedAt when its first step began
 * @param finishedAt when its last step ended
 * @param durationMillis how long its steps took together, in milliseconds
 * @param steps its steps, in order
 * @param components what was seen of the components
 * @param failure why it failed or was cancelled
 * @param cleanup why the resource of a run that had already failed could not be removed
 * @param keptUntil until when the resource of a failed run is kept
 */
@Schema(description = "A run without its timeline.")
public record RunSummary(
		@Schema(description = "Names the run.", format = "uuid",
				example = "0199f1c2-5c1e-7b3a-9d7f-2f1f6c0f8a11") String id,
		@Schema(description = "Where it stands.", example = "SUCCEEDED", enumAsRef = true) RunStatus status,
		@Schema(description = "Where its resource lives.", example = "seldon") String namespace,
		@Schema(description = "The caller's own marks.",
				example = "{\"commit\": \"9f1c2e\"}") Map<String, String> labels,
		@Schema(description = "Who started it; null where callers are not known.") @Nullable String startedBy,
		ResourceView resource, ParametersView parameters,
		@Schema(description = "When it was asked for.", example = "2026-11-22T06:41:05.113Z") Instant createdAt,
		@Schema(description = "When its first step began; null while it is queued.",
				example = "2026-11-22T06:41:05.124Z") @Nullable Instant startedAt,
		@Schema(description = "When its last step ended; null while it is live.",
				example = "2026-11-22T06:41:06.338Z") @Nullable Instant finishedAt,
		@Schema(description = "How long its steps took together, by a clock that never jumps; null while it is live.",
				minimum = "0", example = "1214") @Nullable Long durationMillis,
		@Schema(description = "Its steps, in the order in which they are played.") List<StepView> steps,
		@Schema(description = "What was seen of the components; empty before the resource was "
				+ "ready.") List<ComponentView> components,
		@Schema(description = "Why it failed or was cancelled; null where it was not.") @Nullable FailureView failure,
		@Schema(description = "Why the resource of a run that had already failed or been cancelled could not be "
				+ "removed; null where it could.") @Nullable FailureView cleanup,
		@Schema(description = "Until when the resource of a failed run is kept; null where it is "
				+ "not.") @Nullable Instant keptUntil) {

	public static RunSummary of(RunSnapshot run) {
		return new RunSummary(run.id().toString(), run.status(), run.request().resource().namespace(),
				run.request().labels(), run.request().startedBy(), ResourceView.of(run.request().resource(), run.uid()),
				ParametersView.of(run.request().parameters()), run.createdAt(), run.startedAt(), run.finishedAt(),
				TimeFormats.millis(run.duration()), run.steps().stream().map(StepView::of).toList(),
				run.components().stream().map(ComponentView::of).toList(),
				run.failure().map(FailureView::of).orElse(null), run.cleanup().map(FailureView::of).orElse(null),
				run.keptUntil());
	}

}
