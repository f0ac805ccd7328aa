package org.seldonruns.web.view;

import java.time.Instant;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import org.seldonruns.run.Step;
import org.seldonruns.run.StepName;
import org.seldonruns.run.StepStatus;

/**
 * One step of a run.
 *
 * @param name which step
 * @param status where it stands
 * @param startedAt when it began
 * @param finishedAt when it ended
 * @param durationMillis how long it took, in milliseconds
 * @param detail what happened, for people
 */
@Schema(name = "Step", description = "One step of a run.")
public record StepView(@Schema(description = "Which step.", example = "AWAIT_READY", enumAsRef = true) StepName name,
		@Schema(description = "Where it stands.", example = "SUCCEEDED", enumAsRef = true) StepStatus status,
		@Schema(description = "When it began; null where it has not, and where it never did.",
				example = "2026-11-22T06:41:05.124Z") @Nullable Instant startedAt,
		@Schema(description = "When it ended; null where it has not.",
				example = "2026-11-22T06:41:06.220Z") @Nullable Instant finishedAt,
		@Schema(description = "How long it took, by a clock that never jumps; null where it has no end or no beginning.",
				minimum = "0", example = "1096") @Nullable Long durationMillis,
		@Schema(description = "What happened, for people.",
				example = "all components have their replicas") @Nullable String detail) {

	static StepView of(Step step) {
		return new StepView(step.name(), step.status(), step.startedAt(), step.finishedAt(),
				TimeFormats.millis(step.duration()), step.detail());
	}

}
