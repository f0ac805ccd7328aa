package org.seldonruns.web.view;

import java.time.Instant;
import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import org.seldonruns.run.Step;
import org.seldonruns.run.StepName;
import org.seldonruns.run.StepStatus;

@Schema(name = "Step", description = "One step of a run.")
public record StepView(@Schema(description = "The name.", example = "AWAIT_READY", enumAsRef = true) StepName name,
		@Schema(description = "The status.", example = "SUCCEEDED", enumAsRef = true) StepStatus status,
		@Schema(description = "The start; null if the step has not started or was skipped.",
				example = "2026-11-22T06:41:05.124Z") @Nullable Instant startedAt,
		@Schema(description = "The time at which the step times out; null if it has not started.",
				example = "2026-11-22T06:46:05.124Z") @Nullable Instant deadline,
		@Schema(description = "The end; null if the step has not finished.",
				example = "2026-11-22T06:41:06.220Z") @Nullable Instant finishedAt,
		@Schema(description = "The duration, in milliseconds; null if the step has not finished or never started, "
				+ "or if the duration is unknown.", minimum = "0", example = "1096") @Nullable Long durationMillis,
		@Schema(description = "While the step is running, what it waits for; then the result in words.",
				example = "1 of 1 ready after 1.1 s; iris-default-0-classifier has 1") @Nullable String detail,
		@Schema(description = "The predictions of PREDICT, PREDICT_SCALED and PREDICT_UPDATED, for each predictor; "
				+ "otherwise empty.") List<PredictionView> predictions,
		@Schema(description = "How available each predictor was during the update, in AWAIT_UPDATED; otherwise "
				+ "empty.") List<AvailabilityView> availability) {

	static StepView of(Step step) {
		return new StepView(step.name(), step.status(), step.startedAt(), step.deadline(), step.finishedAt(),
				TimeFormats.millis(step.duration()), step.detail(),
				step.predictions().stream().map(PredictionView::of).toList(),
				step.availability().stream().map(AvailabilityView::of).toList());
	}

}
