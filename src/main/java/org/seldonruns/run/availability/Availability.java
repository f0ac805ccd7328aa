package org.seldonruns.run.availability;

import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * How available one predictor was during an update.
 *
 * @param predictor the name of the predictor
 * @param service the name of its Service
 * @param minReadyPods the smallest number of ready pods that the Service selected
 * @param longestDowntime the longest time without any of them
 * @param predictions the predictions that were sent meanwhile; null if there are none
 */
public record Availability(String predictor, String service, int minReadyPods, Duration longestDowntime,
		@Nullable PredictionCounts predictions) {

	/** Validates the values, since others may have edited the annotation with them. */
	public Availability {
		Objects.requireNonNull(predictor);
		Objects.requireNonNull(service);
		Objects.requireNonNull(longestDowntime);
	}

	/** Estimates the memory, in bytes. */
	public long weight() {
		return 128 + 2L * (predictor.length() + service.length()) + ((predictions != null) ? predictions.weight() : 0);
	}

}
