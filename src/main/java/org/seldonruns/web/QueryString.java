package org.seldonruns.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Splits a query string. The servlet's own parameters would mix in those of a form's
 * body, and would read over what cannot be decoded.
 */
final class QueryString {

	/** Each that is wrong makes an answer longer. */
	private static final int MOST = 100;

	private QueryString() {
	}

	/**
	 * Splits and decodes.
	 * @param query what follows the question mark, as it came
	 * @return the values of each parameter, in the order of the query
	 * @throws ProblemException where it is not percent-encoded UTF-8, or has too many
	 * parameters
	 */
	static Map<String, List<String>> parse(@Nullable String query) {
		Map<String, List<String>> values = new LinkedHashMap<>();
		String[] pairs = StringUtils.tokenizeToStringArray(query, "&", false, true);
		if (pairs.length > MOST) {
			throw unreadable("The query string has %d parameters; at most %d are read.".formatted(pairs.length, MOST));
		}
		for (String pair : pairs) {
			int equals = pair.indexOf('=');
			String name = decode((equals < 0) ? pair : pair.substring(0, equals));
			String value = (equals < 0) ? "" : decode(pair.substring(equals + 1));
			values.computeIfAbsent(name, unknown -> new ArrayList<>()).add(value);
		}
		return values;
	}

	private static String decode(String encoded) {
		byte[] bytes = new byte[encoded.length()];
		int size = 0;
		for (int i = 0; i < encoded.length(); i++) {
			char character = encoded.charAt(i);
			bytes[size++] = switch (character) {
				case '+' -> ' ';
				case '%' -> octet(encoded, i);
				// The connector reads the request line byte for byte.
				default -> (byte) character;
			};
			i += (character == '%') ? 2 : 0;
		}
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, size)).toString();
		}
		catch (CharacterCodingException exception) {
			throw unreadable("The query string is not UTF-8.");
		}
	}

	private static byte octet(String encoded, int percent) {
		int high = (percent + 2 < encoded.length()) ? Character.digit(encoded.charAt(percent + 1), 16) : -1;
		int low = (percent + 2 < encoded.length()) ? Character.digit(encoded.charAt(percent + 2), 16) : -1;
		if (high < 0 || low < 0) {
			throw unreadable("The query string has a % that two hexadecimal digits do not follow; write it as %25.");
		}
		return (byte) (high * 16 + low);
	}

	private static ProblemException unreadable(String detail) {
		return new ProblemException(ProblemType.INVALID_PARAMETER, detail);
	}

}
