package org.seldonruns.simulation;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as Go writes them, for example {@code 1m30s} or {@code 250ms}.
 */
final class Durations {

	private static final Pattern PART = Pattern.compile("(\\d+)(ms|h|m|s)");

	private Durations() {
	}

	static Duration parse(String text) {
		Duration sum = Duration.ZERO;
		Matcher part = PART.matcher(text);
		while (part.find()) {
			long amount = Long.parseLong(part.group(1));
			sum = sum.plus(switch (part.group(2)) {
				case "h" -> Duration.ofHours(amount);
				case "m" -> Duration.ofMinutes(amount);
				case "s" -> Duration.ofSeconds(amount);
				default -> Duration.ofMillis(amount);
			});
		}
		return sum;
	}

}
