package org.seldonruns.run.availability;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The results of the predictions that were sent to one predictor during an update.
 *
 * @param answers the number of predictions by result, as in
 * {@link org.seldonruns.run.prediction.PredictionResult}
 * @param failed the number of predictions that failed
 * @param failures the first of them
 */
public record PredictionCounts(Map<String, Integer> answers, int failed, List<Failure> failures) {

	/** The largest number of failures that are listed. */
	public static final int MAX_FAILURES = 20;

	public PredictionCounts {
		answers = Collections.unmodifiableMap(new LinkedHashMap<>(answers));
		failures = List.copyOf(failures);
	}

	/** Returns the number of predictions. */
	public int total() {
		return answers.values().stream().mapToInt(Integer::intValue).sum();
	}

	long weight() {
		return 64L * (answers.size() + 2L * failures.size());
	}

	/**
	 * A prediction that failed.
	 *
	 * @param at when it was sent, by the wall clock
	 * @param result the result, as in {@link #answers()}
	 */
	public record Failure(Instant at, String result) {

		public Failure {
			Objects.requireNonNull(at);
			Objects.requireNonNull(result);
		}

	}

}
