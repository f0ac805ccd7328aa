package org.seldonruns.web;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.springframework.boot.convert.DurationStyle;

/** Reads the values of parameters. */
final class ValueReaders {

	/** A DNS-1123 label, as Kubernetes wants the name of a namespace. */
	static final String NAMESPACE = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";

	static final int LONGEST_NAMESPACE = 63;

	static final String LABEL_KEY = "[A-Za-z0-9._/-]{1,63}";

	static final int LONGEST_LABEL_VALUE = 253;

	private static final Pattern NAMESPACE_PATTERN = Pattern.compile(NAMESPACE);

	private static final Pattern LABEL_KEY_PATTERN = Pattern.compile(LABEL_KEY);

	private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?[0-9]+");

	private static final int LONGEST_QUOTE = 80;

	private ValueReaders() {
	}

	static Function<String, Integer> wholeNumber(int from, int to) {
		String range = "a whole number from %d to %d".formatted(from, to);
		return text -> {
			if (!WHOLE_NUMBER.matcher(text).matches()) {
				throw ValueException.unreadable("give " + range);
			}
			int number = saturated(text);
			if (number < from || number > to) {
				throw ValueException.unacceptable("give " + range);
			}
			return number;
		};
	}

	private static int saturated(String number) {
		try {
			return Integer.parseInt(number);
		}
		catch (NumberFormatException tooLong) {
			return number.startsWith("-") ? Integer.MIN_VALUE : Integer.MAX_VALUE;
		}
	}

	static Function<String, Duration> duration(Duration longest) {
		String example = "a duration such as 90s, 5m, 1h or PT5M";
		return text -> {
			if (WHOLE_NUMBER.matcher(text).matches()) {
				throw ValueException
					.unreadable("add its unit, as in %ss, or give %s".formatted(shortened(text), example));
			}
			Duration duration;
			try {
				duration = DurationStyle.detectAndParse(text);
			}
			catch (IllegalArgumentException | ArithmeticException exception) {
				throw ValueException.unreadable("give " + example);
			}
			if (duration.compareTo(Duration.ofMillis(1)) < 0 || duration.compareTo(longest) > 0) {
				throw ValueException
					.unacceptable("give a duration from 1ms to %s".formatted(DurationStyle.ISO8601.print(longest)));
			}
			return duration;
		};
	}

	/**
	 * Writes a duration exactly and in a form that {@link #duration} reads.
	 * @param duration more than zero
	 * @return in the largest unit that needs no fraction, or else as ISO-8601
	 */
	static String written(Duration duration) {
		return Stream.of(ChronoUnit.HOURS, ChronoUnit.MINUTES, ChronoUnit.SECONDS, ChronoUnit.MILLIS)
			.filter(unit -> duration.equals(Duration.of(duration.dividedBy(unit.getDuration()), unit)))
			.findFirst()
			.map(unit -> DurationStyle.SIMPLE.print(duration, unit))
			.orElseGet(duration::toString);
	}

	static boolean flag(String text) {
		return switch (text) {
			case "true" -> true;
			case "false" -> false;
			default -> throw ValueException.unreadable("give true or false");
		};
	}

	static <E extends Enum<E>> Function<String, E> oneOf(Class<E> type) {
		return text -> Arrays.stream(type.getEnumConstants())
			.filter(constant -> constant.name().equals(text))
			.findFirst()
			.orElseThrow(() -> ValueException.unreadable("give one of "
					+ String.join(", ", Arrays.stream(type.getEnumConstants()).map(Enum::name).toList())));
	}

	static String namespace(String text) {
		if (text.length() > LONGEST_NAMESPACE || !NAMESPACE_PATTERN.matcher(text).matches()) {
			throw ValueException.unacceptable(
					"give a DNS label: at most %d lower-case letters, digits and hyphens, ".formatted(LONGEST_NAMESPACE)
							+ "with a letter or digit at both ends");
		}
		return text;
	}

	static Map.Entry<String, String> label(String text) {
		int equals = text.indexOf('=');
		if (equals < 0) {
			throw ValueException.unreadable("give key=value");
		}
		String key = text.substring(0, equals);
		String value = text.substring(equals + 1);
		if (!LABEL_KEY_PATTERN.matcher(key).matches()) {
			throw ValueException
				.unacceptable("its key must be 1 to 63 letters, digits, dots, underscores, slashes and hyphens");
		}
		if (value.length() > LONGEST_LABEL_VALUE || !value.codePoints().allMatch(PrintableText::isPrintable)) {
			throw ValueException
				.unacceptable("its value must be at most %d printable characters".formatted(LONGEST_LABEL_VALUE));
		}
		return Map.entry(key, value);
	}

	static String quoted(String value) {
		return '"' + PrintableText.of(shortened(value)) + '"';
	}

	private static String shortened(String value) {
		return (value.length() > LONGEST_QUOTE) ? value.substring(0, LONGEST_QUOTE) + "…" : value;
	}

}
