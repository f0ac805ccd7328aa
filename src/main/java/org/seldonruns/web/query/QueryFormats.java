package org.seldonruns.web.query;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

import org.seldonruns.run.request.ServicePath;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.annotation.Configuration;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.format.AnnotationFormatterFactory;
import org.springframework.format.FormatterRegistry;
import org.springframework.format.Parser;
import org.springframework.format.Printer;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import org.seldonruns.run.RunStatus;
import org.seldonruns.run.request.FieldValidation;
import org.seldonruns.web.problem.ProblemException;
import org.seldonruns.web.problem.ProblemType;
import org.seldonruns.web.text.PrintableText;
import org.seldonruns.web.view.RunCursor;

/**
 * Parses the values of query parameters. The message of an exception completes "name is
 * value; …".
 */
@Configuration(proxyBeanMethods = false)
public class QueryFormats implements WebMvcConfigurer, AnnotationFormatterFactory<Limited> {

	/**
	 * Approximates the durations that {@link #duration} accepts, for the OpenAPI
	 * document.
	 */
	public static final String DURATION = "^([0-9]+(ms|s|m|h)|PT[0-9.]+[HMS]([0-9.]+[MS])?([0-9.]+S)?)$";

	/** The format of a label. */
	static final String LABEL = "^[A-Za-z0-9._/-]{1,63}=.{0,253}$";

	private static final Pattern LABEL_KEY = Pattern.compile("[A-Za-z0-9._/-]{1,63}");

	private static final int MAX_LABEL_VALUE_LENGTH = 253;

	private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");

	private final RunParameterSettings settings;

	QueryFormats(RunParameterSettings settings) {
		this.settings = settings;
	}

	@Override
	public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
		resolvers.add(new QueryArgumentResolver());
	}

	@Override
	public void addFormatters(FormatterRegistry registry) {
		registry.addFormatterForFieldAnnotation(this);
		registry.addConverter(String.class, Boolean.class, QueryFormats::flag);
		registry.addConverter(String.class, RunStatus.class, QueryFormats::status);
		registry.addConverter(String.class, FieldValidation.class, QueryFormats::fieldValidation);
		registry.addConverter(String.class, PredictPath.class, QueryFormats::predictPath);
		registry.addConverter(String.class, RunCursor.class, QueryFormats::cursor);
		registry.addConverter(String.class, Map.Entry.class, QueryFormats::label);
	}

	@Override
	public Set<Class<?>> getFieldTypes() {
		return Set.of(Integer.class, Duration.class);
	}

	@Override
	public Parser<?> getParser(Limited limit, Class<?> type) {
		Object max = Objects
			.requireNonNull(new SpelExpressionParser().parseExpression(limit.value()).getValue(settings));
		return (text, locale) -> (max instanceof Duration longest) ? duration(text, longest, limit.orZero())
				: integer(text, (Integer) max);
	}

	@Override
	public Printer<?> getPrinter(Limited limit, Class<?> type) {
		return (value, locale) -> value.toString();
	}

	private static int integer(String text, int max) {
		String hint = "it must be an integer from 1 to %d".formatted(max);
		if (!INTEGER.matcher(text).matches()) {
			throw malformed(hint);
		}
		try {
			int number = Integer.parseInt(text);
			if (number >= 1 && number <= max) {
				return number;
			}
		}
		catch (NumberFormatException tooLong) {
			// The number is out of range.
		}
		throw unacceptable(hint);
	}

	public static Duration duration(String text, Duration longest) {
		return duration(text, longest, false);
	}

	private static Duration duration(String text, Duration longest, boolean orZero) {
		Duration shortest = orZero ? Duration.ZERO : Duration.ofMillis(1);
		String hint = "it must be a duration from %s to %s with a unit, such as 90s, 5m, 1h or PT5M"
			.formatted(DurationStyle.SIMPLE.print(shortest), DurationStyle.ISO8601.print(longest));
		// Spring Boot would interpret a number without a unit as milliseconds.
		if (INTEGER.matcher(text).matches()) {
			throw malformed(hint);
		}
		Duration duration;
		try {
			duration = DurationStyle.detectAndParse(text);
		}
		catch (IllegalArgumentException | ArithmeticException exception) {
			throw malformed(hint);
		}
		if (duration.compareTo(shortest) < 0 || duration.compareTo(longest) > 0) {
			throw unacceptable(hint);
		}
		return duration;
	}

	private static boolean flag(String text) {
		return switch (text) {
			case "true" -> true;
			case "false" -> false;
			default -> throw malformed("it must be true or false");
		};
	}

	private static RunStatus status(String text) {
		return Arrays.stream(RunStatus.values())
			.filter(status -> status.name().equals(text))
			.findFirst()
			.orElseThrow(() -> malformed("it must be one of "
					+ String.join(", ", Arrays.stream(RunStatus.values()).map(Enum::name).toList())));
	}

	private static FieldValidation fieldValidation(String text) {
		return Arrays.stream(FieldValidation.values())
			.filter(mode -> mode.parameter().equals(text))
			.findFirst()
			.orElseThrow(() -> malformed("it must be Ignore, Warn or Strict"));
	}

	private static PredictPath predictPath(String text) {
		ServicePath.violation(text).ifPresent(violation -> {
			throw malformed("it " + violation);
		});
		return new PredictPath(text);
	}

	private static Map.Entry<String, String> label(String text) {
		int equals = text.indexOf('=');
		if (equals < 0) {
			throw malformed("it must be key=value");
		}
		String value = text.substring(equals + 1);
		if (!LABEL_KEY.matcher(text.substring(0, equals)).matches()) {
			throw unacceptable("its key must be 1 to 63 letters, digits, dots, underscores, slashes and hyphens");
		}
		if (value.length() > MAX_LABEL_VALUE_LENGTH || !value.codePoints().allMatch(PrintableText::isPrintable)) {
			throw unacceptable("its value must be at most %d printable characters".formatted(MAX_LABEL_VALUE_LENGTH));
		}
		return Map.entry(text.substring(0, equals), value);
	}

	private static RunCursor cursor(String text) {
		return RunCursor.parse(text)
			.orElseThrow(() -> malformed("it must be the \"next\" of the previous page; omit it for the first page"));
	}

	private static ProblemException malformed(String hint) {
		return new ProblemException(ProblemType.INVALID_PARAMETER, hint);
	}

	private static ProblemException unacceptable(String hint) {
		return new ProblemException(ProblemType.UNACCEPTABLE_PARAMETER, hint);
	}

}
