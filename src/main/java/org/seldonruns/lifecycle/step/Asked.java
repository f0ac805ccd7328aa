package org.seldonruns.lifecycle.step;

import java.util.List;

/**
 * What came of asking the API server, if need be several times.
 *
 * @param <T> what an accepted request brings
 */
public sealed interface Asked<T> {

	/**
	 * It did as asked.
	 *
	 * @param <T> what the request brings
	 * @param value what it brings
	 * @param warnings what the API server said beside it
	 */
	record Done<T>(T value, List<String> warnings) implements Asked<T> {
	}

	/**
	 * It said no.
	 *
	 * @param <T> what the request would have brought
	 * @param code the HTTP status
	 * @param reason its word for machines
	 * @param message its sentence
	 * @param doubtful whether the answer to an earlier attempt was lost, so that the
	 * refusal may be the consequence of our own success
	 */
	record Refused<T>(int code, String reason, String message, boolean doubtful) implements Asked<T> {
	}

	/**
	 * It gave no answer in time, or the run was stopped before it did.
	 *
	 * @param <T> what the request would have brought
	 * @param outcome how the step ends
	 */
	record NoAnswer<T>(StepOutcome outcome) implements Asked<T> {
	}

}
