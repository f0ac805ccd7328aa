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
	 * @param warnings the texts of the {@code Warning} headers
	 */
	record Rejected<T>(int code, String reason, String message, List<String> warnings) implements ApiResponse<T> {

		public Rejected {
			warnings = List.copyOf(warnings);
		}

		public Rejected(int code, String reason, String message) {
			this(code, reason, message, List.of());
		}

	}

	/**
	 * There is no usable response; a retry may succeed. Unless {@code webhook} is set,
	 * the API server may have carried out the request.
	 *
	 * @param retryAfter the delay that the API server requests; null if it requests none
	 * @param webhook the admission webhook that the API server could not call; the API
	 * server then has not carried out the request. Null if there was no response or the
	 * error has another cause
	 */
	record Unavailable<T>(String message, @Nullable Duration retryAfter,
			@Nullable String webhook) implements ApiResponse<T> {

		public Unavailable(String message, @Nullable Duration retryAfter) {
			this(message, retryAfter, null);
		}

	}

}
