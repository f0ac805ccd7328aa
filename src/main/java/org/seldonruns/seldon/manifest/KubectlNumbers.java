package org.seldonruns.seldon.manifest;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Says what becomes of a number on kubectl's way to the API server, which goes through
 * JSON: what is written there without a fraction and fits is an integer of 64 bits, all
 * else is a float of 64 bits.
 */
final class KubectlNumbers {

	private KubectlNumbers() {
	}

	/** An integer as kubectl sends it: a Long, or a Double where that is too small. */
	static Number value(BigInteger number) {
		if (number.bitLength() < Long.SIZE) {
			return number.longValue();
		}
		return number.doubleValue();
	}

	/** A finite float as kubectl sends it: a Long where it is whole, or a Double. */
	static Number value(double number) {
		// Far beyond 64 bits: no need to write out 300 digits.
		if (Math.rint(number) != number || Math.abs(number) > 1e19) {
			return number;
		}
		// Its shortest digits are what JSON has, not its exact value.
		BigInteger digits = new BigDecimal(Double.toString(number)).toBigIntegerExact();
		if (digits.bitLength() < Long.SIZE) {
			return digits.longValue();
		}
		return number;
	}

	/**
	 * A float as kubectl writes it where it is the key of a mapping: with the precision
	 * of 32 bits.
	 */
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
