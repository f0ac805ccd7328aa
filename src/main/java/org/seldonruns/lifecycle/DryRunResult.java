package org.seldonruns.lifecycle;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** What the API server says of a manifest that it was shown in a dry run. */
public sealed interface DryRunResult {

	/**
	 * It would create the resource.
	 *
	 * @param warnings what it said beside that
	 */
	record Acceptable(List<String> warnings) implements DryRunResult {

		public Acceptable {
			warnings = List.copyOf(warnings);
		}

	}

	/**
	 * It would refuse to.
	 *
	 * @param code the HTTP status of its answer
	 * @param message its sentence
	 */
	record Unacceptable(int code, String message) implements DryRunResult {
	}

	/**
	 * It could not be asked.
	 *
	 * @param message why
	 * @param retryAfter how long it asks to be left alone; none where it did not say
	 */
	record Unknown(String message, @Nullable Duration retryAfter) implements DryRunResult {
	}

}
