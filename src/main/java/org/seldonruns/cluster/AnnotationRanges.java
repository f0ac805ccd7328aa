package org.seldonruns.cluster;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Validates times and durations that were read from an annotation; accepts null. Other
 * clients can edit the annotation, and later calculations could overflow.
 */
public final class AnnotationRanges {

	private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

	private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

	private static final Duration LONGEST = Duration.ofDays(366);

	private AnnotationRanges() {
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
