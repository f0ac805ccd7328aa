package org.seldonruns.web;

import java.nio.ByteBuffer;
import java.util.Base64;

/** A place in the list of runs, as clients hand it back without looking into it. */
final class RunCursor {

	private RunCursor() {
	}

	static String of(long place) {
		return Base64.getUrlEncoder()
			.withoutPadding()
			.encodeToString(ByteBuffer.allocate(Long.BYTES).putLong(place).array());
	}

	/**
	 * Reads a cursor.
	 * @param cursor what a list gave as its next
	 * @return the place
	 * @throws ValueException where it is none
	 */
	static long read(String cursor) {
		byte[] bytes;
		try {
			bytes = Base64.getUrlDecoder().decode(cursor);
		}
		catch (IllegalArgumentException exception) {
			throw malformed();
		}
		if (bytes.length != Long.BYTES || !of(ByteBuffer.wrap(bytes).getLong()).equals(cursor)) {
			throw malformed();
		}
		return ByteBuffer.wrap(bytes).getLong();
	}

	private static ValueException malformed() {
		return ValueException.unreadable("give what a list gave as \"next\", unchanged");
	}

}
