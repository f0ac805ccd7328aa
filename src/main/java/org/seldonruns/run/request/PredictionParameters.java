package org.seldonruns.run.request;

import org.jspecify.annotations.Nullable;

/**
 * How to send predictions.
 *
 * @param path the path of each predictor; null for the one that its protocol defines
 * @param count the number of predictions that each step sends to each predictor
 */
public record PredictionParameters(@Nullable String path, int count) {

	/** The largest number of predictions. */
	public static final int MAX_COUNT = 1000;

	/** Validates the values, since others may have edited the annotation with them. */
	public PredictionParameters {
		if (count < 1 || count > MAX_COUNT) {
			throw new IllegalArgumentException("the number of predictions must be from 1 to " + MAX_COUNT);
		}
		if (path != null && ServicePath.violation(path).isPresent()) {
			throw new IllegalArgumentException("the path is not safe");
		}
	}

}
