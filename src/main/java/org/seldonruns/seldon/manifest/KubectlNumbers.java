package org.seldonruns.seldon.manifest;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Converts numbers as kubectl does when it sends them as JSON: a number without a
 * fraction that fits becomes a 64-bit integer, every other one a 64-bit float.
 */
final class KubectlNumbers {

	private KubectlNumbers() {
	}

	/** Returns an integer as kubectl sends it: a Long, or a Double if it does not fit. */
	static Number value(BigInteger number) {
		if (number.bitLength() < Long.SIZE) {
			return number.longValue();
		}
		return number.doubleValue();
	}

	/**
	 * Returns a finite float as kubectl sends it: a Long if it is whole, else a Double.
	 */
	static Number value(double number) {
		// Far beyond 64 bits: no need to write out 300 digits.
		if (Math.rint(number) != number || Math.abs(number) > 1e19) {
			return number;
		}
		// JSON has the shortest digits, not the exact value.
		return value(new BigDecimal(Double.toString(number)).toBigIntegerExact());
	}

	/** Returns a float as kubectl writes it as a mapping key: with 32-bit precision. */
	static String key(double number) {
		float single = (float) number;
		if (Float.isNaN(single)) {
			return ".nan";
		}
		if (Float.isInfinite(single)) {
			return (single > 0) ? ".inf" : "-.inf";
		}
		String sign = (Float.floatToRawIntBits(single) < 0) ? "-" : "";
		BigDecimal decimal = new BigDecimal(Float.toString(Math.abs(single))).stripTrailingZeros();
		int exponent = decimal.precision() - decimal.scale() - 1;
		if (decimal.signum() == 0 || (exponent >= -4 && exponent < 6)) {
			return sign + decimal.toPlainString();
		}
		String digits = decimal.unscaledValue().toString();
		String fraction = (digits.length() > 1) ? "." + digits.substring(1) : "";
		return "%s%c%se%+03d".formatted(sign, digits.charAt(0), fraction, exponent);
	}

}
