package org.seldonruns.web.view;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.TimeZone;

import com.fasterxml.jackson.annotation.JsonFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.stereotype.Component;

/** Formats times, in JSON and in text. */
@Component
public final class TimeFormats implements JsonMapperBuilderCustomizer {

	/** ISO 8601 with exactly three decimals, so that times sort and align as text. */
	private static final String PATTERN = "yyyy-MM-dd'T'HH:mm:ss.SSSX";

	private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(PATTERN, Locale.ROOT)
		.withZone(ZoneOffset.UTC);

	private static final DateTimeFormatter TIME_OF_DAY = DateTimeFormatter.ofPattern("HH:mm:ss.SSSX", Locale.ROOT)
		.withZone(ZoneOffset.UTC);

	private static final DateTimeFormatter TIME_OF_DAY_IN_SECONDS = DateTimeFormatter
		.ofPattern("HH:mm:ssX", Locale.ROOT)
		.withZone(ZoneOffset.UTC);

	@Override
	public void customize(JsonMapper.Builder builder) {
		builder.withConfigOverride(Instant.class, times -> times
			.setFormat(JsonFormat.Value.forPattern(PATTERN).withTimeZone(TimeZone.getTimeZone(ZoneOffset.UTC))));
	}

	public static String text(Instant instant) {
		return FORMAT.format(instant);
	}

	public static String timeOfDay(Instant instant) {
		return TIME_OF_DAY.format(instant);
	}

	/** Formats a time of Kubernetes, which has whole seconds. */
	public static String timeOfDayInSeconds(Instant instant) {
		return TIME_OF_DAY_IN_SECONDS.format(instant);
	}

	static @Nullable Long millis(@Nullable Duration duration) {
		return (duration != null) ? duration.toMillis() : null;
	}

}
