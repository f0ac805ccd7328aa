package org.seldonruns.lifecycle.step;

import java.util.List;

/**
 * The result of a request to the API server, after all retries.
 *
 * @param <T> the type of the response
 */
public sealed interface RequestResult<T> {

	/**
	 * The API server accepted the request.
	 *
	 * @param <T> the type of the response
	 * @param value the response
	 * @param warnings the warnings in the response
	 */
	record Accepted<T>(T value, List<String> warnings) implements RequestResult<T> {
	}

	/**
	 * The API server rejected the request.
	 *
	 * @param <T> the type of the response
	 * @param code the HTTP status code
	 * @param reason the reason in the response, such as {@code AlreadyExists}
	 * @param message the message in the response
	 * @param warnings the warnings in the response
	 * @param uncertain whether the response to an earlier attempt was lost, so that the
	 * rejection may be a consequence of that attempt
	 */
	record Rejected<T>(int code, String reason, String message, List<String> warnings,
			boolean uncertain) implements RequestResult<T> {
	}

	/**
	 * There was no response before the deadline or before the run was cancelled.
	 *
	 * @param <T> the type of the response
	 * @param outcome the outcome of the step
	 * @param uncertain whether the API server may have carried out the request
	 */
	record Unanswered<T>(StepOutcome outcome, boolean uncertain) implements RequestResult<T> {
	}

}
