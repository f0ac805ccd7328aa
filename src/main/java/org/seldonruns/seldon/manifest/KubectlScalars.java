package org.seldonruns.seldon.manifest;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Resolves unquoted YAML scalars as kubectl does: YAML 1.1 for booleans and octal
 * numbers, no sexagesimal numbers, dates as strings. Verified against kubectl; the tests
 * contain its results.
 */
final class KubectlScalars {

	private static final Pattern INTEGER = Pattern.compile(
			"(?<sign>[-+]?)(?:0[xX](?<hex>[0-9a-fA-F]+)|0[bB](?<binary>[01]+)|0[oO]?(?<octal>[0-7]+)|(?<decimal>0|[1-9][0-9]*))");

	private static final Pattern FLOAT = Pattern.compile("[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?");

	/** After a leading point, underscores are only allowed between digits. */
	private static final Pattern MISPLACED_UNDERSCORE = Pattern.compile("(?<![0-9])_|_(?![0-9])");

	private static final BigInteger TWO_TO_THE_64 = BigInteger.ONE.shiftLeft(64);

	/** More digits than any 64-bit number has, in any base. */
	private static final int MAX_DIGITS = 64;

	private KubectlScalars() {
	}

	/**
	 * Resolves a scalar to null, a Boolean, a Long, a BigInteger (beyond a Long, within
	 * 64 unsigned bits), a Double (also infinite or not a number), or the text itself.
	 */
	static @Nullable Object resolve(String text) {
		return switch (text) {
			case "", "~", "null", "Null", "NULL" -> null;
			case "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON" -> true;
			case "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF" -> false;
			case ".nan", ".NaN", ".NAN" -> Double.NaN;
			case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF" -> Double.POSITIVE_INFINITY;
			case "-.inf", "-.Inf", "-.INF" -> Double.NEGATIVE_INFINITY;
			default -> number(text);
		};
	}

	private static Object number(String text) {
		char first = text.charAt(0);
		if (first == '.') {
			return MISPLACED_UNDERSCORE.matcher(text).find() ? text : floating(text);
		}
		if (first != '-' && first != '+' && (first < '0' || first > '9')) {
			return text;
		}
		Number integer = integer(text.replace("_", ""));
		return (integer != null) ? integer : floating(text);
	}

	private static @Nullable Number integer(String digits) {
		Matcher matcher = INTEGER.matcher(digits);
		if (!matcher.matches()) {
			return null;
		}
		String sign = matcher.group("sign");
		BigInteger magnitude = magnitude(matcher);
		if (magnitude == null) {
			return null;
		}
		BigInteger value = sign.equals("-") ? magnitude.negate() : magnitude;
		if (value.bitLength() < Long.SIZE) {
			return value.longValue();
		}
		return (sign.isEmpty() && value.compareTo(TWO_TO_THE_64) < 0) ? value : null;
	}

	private static @Nullable BigInteger magnitude(Matcher matcher) {
		if (matcher.group("hex") != null) {
			return magnitude(matcher.group("hex"), 16);
		}
		if (matcher.group("binary") != null) {
			return magnitude(matcher.group("binary"), 2);
		}
		if (matcher.group("octal") != null) {
			return magnitude(matcher.group("octal"), 8);
		}
		return magnitude(matcher.group("decimal"), 10);
	}

	private static @Nullable BigInteger magnitude(String digits, int radix) {
		String significant = digits.replaceFirst("^0+(?=.)", "");
		// Parsing a number takes time that grows with the square of its length.
		return (significant.length() <= MAX_DIGITS) ? new BigInteger(significant, radix) : null;
	}

	private static Object floating(String text) {
		String digits = text.replace("_", "");
		if (!FLOAT.matcher(digits).matches()) {
			return text;
		}
		double value = Double.parseDouble(digits);
		return Double.isInfinite(value) ? text : value;
	}

}
