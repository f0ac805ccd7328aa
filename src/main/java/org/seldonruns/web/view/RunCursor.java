package org.seldonruns.web.view;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;

/**
 * A position in the list of runs, opaque to clients.
 *
 * @param history the number of the history that the position belongs to
 * @param position the page starts with the newest run that arrived before this position
 */
public record RunCursor(long history, long position) {

	/**
	 * Parses a cursor.
	 * @return the position, possibly in the history of another process; empty if invalid
	 */
	public static Optional<RunCursor> parse(String cursor) {
		try {
			ByteBuffer buffer = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
			return Optional.of(new RunCursor(buffer.getLong(), buffer.getLong()))
				.filter(parsed -> parsed.toString().equals(cursor));
		}
		catch (IllegalArgumentException | BufferUnderflowException malformed) {
			return Optional.empty();
		}
	}

	@Override
	public String toString() {
		return Base64.getUrlEncoder()
			.withoutPadding()
			.encodeToString(ByteBuffer.allocate(2 * Long.BYTES).putLong(history).putLong(position).array());
	}

}
