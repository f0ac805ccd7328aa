package org.seldonruns.web;

import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * A position in the list of runs, which clients give back without looking into it.
 *
 * @param history the number of the history that the position belongs to
 * @param place only runs that arrived before this place follow
 */
record RunCursor(long history, long place) {

	private static final int LENGTH = 2 * Long.BYTES;

	/**
	 * Reads a cursor.
	 * @param cursor the {@code next} of an earlier page
	 * @return the position, possibly in the history of another process
	 * @throws ValueException if it is not a cursor
	 */
	static RunCursor read(String cursor) {
		byte[] bytes;
		try {
			bytes = Base64.getUrlDecoder().decode(cursor);
		}
		catch (IllegalArgumentException exception) {
			throw malformed();
		}
		if (bytes.length != LENGTH) {
			throw malformed();
		}
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		RunCursor read = new RunCursor(buffer.getLong(), buffer.getLong());
		if (!read.toString().equals(cursor)) {
			throw malformed();
		}
		return read;
	}

	private static ValueException malformed() {
		return ValueException
			.unreadable("give the \"next\" of an earlier page unchanged, or no cursor for the first page");
	}

	@Override
	public String toString() {
		return Base64.getUrlEncoder()
			.withoutPadding()
			.encodeToString(ByteBuffer.allocate(LENGTH).putLong(history).putLong(place).array());
	}

}
