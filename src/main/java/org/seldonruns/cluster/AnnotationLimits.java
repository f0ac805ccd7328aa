package org.seldonruns.cluster;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Rejects times and durations in an annotation that no run writes, and accepts null.
 * Others can edit the annotation, and calculations with such values could overflow.
 */
public final class AnnotationLimits {

	private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

	private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

	private static final Duration LONGEST = Duration.ofDays(366);

	private AnnotationLimits() {
	}

	public static void require(@Nullable Instant instant) {
		if (instant != null && (instant.isBefore(EARLIEST) || instant.isAfter(LATEST))) {
			throw new IllegalArgumentException("%s must be from %s to %s".formatted(instant, EARLIEST, LATEST));
		}
	}

	public static void require(@Nullable Duration duration) {
		if (duration != null && (duration.isNegative() || duration.compareTo(LONGEST) > 0)) {
			throw new IllegalArgumentException("%s must be from 0 to %s".formatted(duration, LONGEST));
		}
	}

}
