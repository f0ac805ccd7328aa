package org.seldonruns.web.stream;

import java.io.IOException;

/**
 * Writes the changes of a stream. It remembers what it has written and reads later
 * changes when it is called, so that nothing is buffered for a slow client.
 */
interface StreamContent {

	/**
	 * Writes the changes since the last call.
	 * @return true if the stream is complete
	 * @throws IOException if the client has disconnected or is too slow
	 */
	boolean writeChanges(Appendable text) throws IOException;

	/**
	 * Writes a line that keeps an idle connection open.
	 * @throws IOException if the client has disconnected or is too slow
	 */
	void writeHeartbeat(Appendable text) throws IOException;

}
