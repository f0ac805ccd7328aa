package org.seldonruns.lifecycle;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** The result of a dry run. */
public sealed interface DryRunResult {

	/**
	 * The API server would create the resource.
	 *
	 * @param warnings the warnings in the response
	 * @param updateWarnings the warnings in the response to the manifest of the update
	 */
	record Accepted(List<String> warnings, List<String> updateWarnings) implements DryRunResult {

		public Accepted {
			warnings = List.copyOf(warnings);
			updateWarnings = List.copyOf(updateWarnings);
		}

	}

	/**
	 * The API server would reject the resource.
	 *
	 * @param code the HTTP status code
	 * @param message the message in the response
	 * @param warnings the warnings in the response
	 * @param update whether it would reject the manifest of the update
	 */
	record Rejected(int code, String message, List<String> warnings, boolean update) implements DryRunResult {
	}

	/**
	 * The API server is unavailable.
	 *
	 * @param message the reason
	 * @param retryAfter the time of its {@code Retry-After}; null if it sent none
	 * @param webhook the admission webhook that it could not call; null if the API server
	 * itself is unavailable
	 */
	record Unavailable(String message, @Nullable Duration retryAfter,
			@Nullable String webhook) implements DryRunResult {
	}

}
