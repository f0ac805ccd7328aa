package org.seldonruns.cluster;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** The result of one request to the API server. */
public sealed interface ApiResponse<T> {

	/**
	 * The API server carried out the request.
	 *
	 * @param warnings the texts of its {@code Warning} headers
	 */
	record Accepted<T>(T value, List<String> warnings) implements ApiResponse<T> {

		public Accepted {
			warnings = List.copyOf(warnings);
		}

	}

	/**
	 * The API server rejected the request; a retry would be rejected as well.
	 *
	 * @param reason the reason, for example {@code AlreadyExists}
	 */
	record Refused<T>(int code, String reason, String message) implements ApiResponse<T> {
	}

	/**
	 * There is no usable response; a retry may succeed. It is unknown whether the API
	 * server carried out the request.
	 *
	 * @param retryAfter the delay that the API server requests; null if it requests none
	 */
	record Unavailable<T>(String message, @Nullable Duration retryAfter) implements ApiResponse<T> {
	}

}
