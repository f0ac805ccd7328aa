package org.seldonruns.cluster;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How one request to the API server ended.
 *
 * @param <T> what an accepted request brings
 */
public sealed interface ApiResponse<T> {

	/**
	 * The API server did as asked.
	 *
	 * @param <T> what the request brings
	 * @param value what it brings
	 * @param warnings what the API server said beside it, in its {@code Warning} headers
	 */
	record Accepted<T>(T value, List<String> warnings) implements ApiResponse<T> {

		public Accepted {
			warnings = List.copyOf(warnings);
		}

	}

	/**
	 * The API server said no, and will say so again.
	 *
	 * @param <T> what the request would have brought
	 * @param code the HTTP status
	 * @param reason the word for machines of its answer, such as {@code AlreadyExists}
	 * @param message its sentence for people
	 */
	record Refused<T>(int code, String reason, String message) implements ApiResponse<T> {
	}

	/**
	 * The API server could not be asked, or could not serve; it may later. Whether it did
	 * as asked nobody knows.
	 *
	 * @param <T> what the request would have brought
	 * @param message what went wrong
	 * @param retryAfter how long it asks to be left alone; none where it did not say
	 */
	record Unavailable<T>(String message, @Nullable Duration retryAfter) implements ApiResponse<T> {
	}

}
