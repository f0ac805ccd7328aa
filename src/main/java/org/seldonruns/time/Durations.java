package org.seldonruns.time;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** Formats durations like {@code kubectl}. */
public final class Durations {

	private Durations() {
	}

	/**
	 * Formats a duration with at most two units.
	 * @param duration zero or more
	 * @return as in {@code 11ms}, {@code 1.2s}, {@code 5m}, {@code 2m13s} or {@code 1h}
	 */
	public static String of(Duration duration) {
		if (duration.toMillis() < 1000) {
			return duration.toMillis() + "ms";
		}
		if (duration.toMinutes() < 1) {
			int tenths = duration.toMillisPart() / 100;
			return duration.toSeconds() + ((duration.toMillisPart() == 0) ? "" : "." + tenths) + "s";
		}
		if (duration.toHours() < 1) {
			return two(duration.toMinutes(), "m", duration.toSecondsPart(), "s");
		}
		return two(duration.toHours(), "h", duration.toMinutesPart(), "m");
	}

	/**
	 * Formats a duration in seconds.
	 * @param duration zero or more
	 * @return seconds with tenths, rounded, as in {@code 0.5 s} or {@code 133.4 s}
	 */
	public static String inSeconds(Duration duration) {
		return BigDecimal.valueOf(duration.toMillis(), 3).setScale(1, RoundingMode.HALF_UP) + " s";
	}

	private static String two(long large, String largeUnit, int small, String smallUnit) {
		return large + largeUnit + ((small == 0) ? "" : small + smallUnit);
	}

}
