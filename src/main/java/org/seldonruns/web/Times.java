package org.seldonruns.web;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** How the API shows times. */
final class Times {

	/** ISO-8601 with exactly three decimals, so that equal widths sort and align. */
	static final String PATTERN = "yyyy-MM-dd'T'HH:mm:ss.SSSX";

	private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(PATTERN, Locale.ROOT)
		.withZone(ZoneOffset.UTC);

	private Times() {
	}

	static String text(Instant instant) {
		return FORMAT.format(instant);
	}

	static @Nullable Long millis(@Nullable Duration duration) {
		return (duration != null) ? duration.toMillis() : null;
	}

}
