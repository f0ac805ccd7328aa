package org.seldonruns.run.prediction;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The predictions that one step sent to one predictor.
 *
 * @param predictor the name of the predictor
 * @param service the name of its Service
 * @param path the path of the requests
 * @param answers the number of predictions by result: the HTTP status, or
 * {@link #TIMEOUT} or {@link #NO_ANSWER}
 * @param latency the latency of the answered predictions; null if there are none
 * @param firstAnswerAfter the time from the first attempt to the first answer, including
 * retries; null if there is none
 * @param firstAnswer the first answer; null if there is none
 */
public record PredictionResult(String predictor, String service, String path, Map<String, Integer> answers,
		@Nullable Latency latency, @Nullable Duration firstAnswerAfter, @Nullable Answer firstAnswer) {

	/** The result of a prediction that was not answered within its time-out. */
	public static final String TIMEOUT = "timeout";

	/** The result of a prediction whose connection ended before the answer did. */
	public static final String NO_ANSWER = "no answer";

	public PredictionResult {
		answers = Collections.unmodifiableMap(new LinkedHashMap<>(answers));
	}

	/** Formats the number of predictions by result, as in {@code 19 x 200, 1 x 503}. */
	public static String inWords(Map<String, Integer> answers) {
		return answers.entrySet()
			.stream()
			.map(answer -> answer.getValue() + " x " + answer.getKey())
			.collect(Collectors.joining(", "));
	}

	/** Returns whether the excerpt of an answer is present. */
	public boolean hasExcerpt() {
		return firstAnswer != null && firstAnswer.excerpt() != null;
	}

	/** Returns a copy without the excerpt, for callers who may not read it. */
	public PredictionResult withoutExcerpt() {
		return (firstAnswer != null) ? new PredictionResult(predictor, service, path, answers, latency,
				firstAnswerAfter, firstAnswer.withoutExcerpt()) : this;
	}

	/** Estimates the memory, in bytes. */
	public long weight() {
		return 512 + 2L * (predictor.length() + service.length() + path.length())
				+ ((firstAnswer != null) ? firstAnswer.weight() : 0);
	}

}
