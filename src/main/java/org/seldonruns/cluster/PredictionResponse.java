package org.seldonruns.cluster;

import org.jspecify.annotations.Nullable;

/** The result of one prediction through the service proxy of the API server. */
public sealed interface PredictionResponse {

	/**
	 * The model answered.
	 *
	 * @param contentType the media type; null if there is none
	 * @param body the start of the body as UTF-8, as far as the caller needs it
	 * @param size the number of bytes of the body that were read
	 * @param complete whether the body was read to its end
	 */
	record Answered(int status, @Nullable String contentType, String body, int size,
			boolean complete) implements PredictionResponse {
	}

	/**
	 * The connection ended before the answer was complete.
	 *
	 * @param message the reason
	 */
	record Broken(String message) implements PredictionResponse {
	}

	/**
	 * The API server could not reach the Service.
	 *
	 * @param message the message of the API server
	 */
	record Unreachable(String message) implements PredictionResponse {
	}

	/**
	 * The API server rejected the request, so that it never reached the Service.
	 *
	 * @param message the message of the API server
	 */
	record Rejected(int code, String message) implements PredictionResponse {
	}

	/**
	 * The API server is unavailable.
	 *
	 * @param message the reason
	 */
	record Unavailable(String message) implements PredictionResponse {
	}

}
