package org.seldonruns.web.view;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.seldonruns.run.availability.Availability;
import org.seldonruns.run.availability.PredictionCounts;

@Schema(name = "Availability", description = "How available one predictor was during the update.")
public record AvailabilityView(
		@Schema(description = "The name of the predictor.", example = "default") String predictor,
		@Schema(description = "The name of its Service.", example = "iris-default") String service,
		@Schema(description = "The smallest number of ready pods that the Service selected.", minimum = "0",
				example = "2") int minReadyPods,
		@Schema(description = "The longest time without any of them, in milliseconds.", minimum = "0",
				example = "0") long longestDowntimeMillis,
		@Schema(description = "The predictions that were sent during the update, one a second; null if there are "
				+ "none.") @Nullable CountsView predictions) {

	static AvailabilityView of(Availability availability) {
		PredictionCounts counts = availability.predictions();
		return new AvailabilityView(availability.predictor(), availability.service(), availability.minReadyPods(),
				availability.longestDowntime().toMillis(), (counts != null) ? CountsView.of(counts) : null);
	}

	@Schema(name = "PredictionCounts", description = "The results of predictions.")
	public record CountsView(
			@Schema(description = "The number of predictions by result: the HTTP status, \"timeout\" or \"no answer\".",
					example = "{\"200\": 31}") Map<String, Integer> answers,
			@Schema(description = "The number of those that failed.", minimum = "0", example = "0") int failed,
			@Schema(description = "The first 20 of them.") List<FailureView> failures) {

		static CountsView of(PredictionCounts counts) {
			return new CountsView(counts.answers(), counts.failed(),
					counts.failures()
						.stream()
						.map(failure -> new FailureView(failure.at(), failure.result()))
						.toList());
		}

	}

	@Schema(name = "FailedPrediction", description = "A prediction that failed during the update.")
	public record FailureView(
			@Schema(description = "The time at which it was sent.", example = "2026-11-22T06:41:07.220Z") Instant at,
			@Schema(description = "The result.", example = "503") String result) {
	}

}
