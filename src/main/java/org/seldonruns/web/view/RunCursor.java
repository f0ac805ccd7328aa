package org.seldonruns.web.view;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;

/**
 * A position in the list of runs, which clients give back without looking into it.
 *
 * @param history the number of the history that the position belongs to
 * @param place only runs that arrived before this place follow
 */
public record RunCursor(long history, long place) {

	private static final int LENGTH = 2 * Long.BYTES;

	/**
	 * Reads a cursor.
	 * @param cursor the {@code next} of an earlier page
	 * @return the position, possibly in the history of another process; empty if it is
	 * not a cursor
	 */
	public static Optional<RunCursor> read(String cursor) {
		try {
			ByteBuffer buffer = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
			return Optional.of(new RunCursor(buffer.getLong(), buffer.getLong()))
				.filter(read -> read.toString().equals(cursor));
		}
		catch (IllegalArgumentException | BufferUnderflowException malformed) {
			return Optional.empty();
		}
	}

	@Override
	public String toString() {
		return Base64.getUrlEncoder()
			.withoutPadding()
			.encodeToString(ByteBuffer.allocate(LENGTH).putLong(history).putLong(place).array());
	}

}
