package org.seldonruns.lifecycle;

import java.time.Duration;
import java.util.Locale;

/** Durations as people read them. */
final class Durations {

	private static final long A_MINUTE = 60_000;

	private Durations() {
	}

	/**
	 * Words for a duration.
	 * @param duration zero or more
	 * @return such as {@code 0.5 s}, {@code 15 s} or {@code 2 min 5 s}
	 */
	static String words(Duration duration) {
		long millis = duration.toMillis();
		if (millis < A_MINUTE) {
			return ((millis % 1000 == 0) ? "%d".formatted(millis / 1000)
					: String.format(Locale.ROOT, "%.1f", millis / 1000.0)) + " s";
		}
		String minutes = duration.toMinutes() + " min";
		return (duration.toSecondsPart() == 0) ? minutes : minutes + " " + duration.toSecondsPart() + " s";
	}

}
