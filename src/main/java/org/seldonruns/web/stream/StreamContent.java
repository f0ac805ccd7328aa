package org.seldonruns.web.stream;

import java.io.IOException;

/**
 * What a stream tells, piece by piece. It remembers what it has told, and looks for
 * itself what is new, so that nothing is held for a client that reads slowly.
 */
interface StreamContent {

	/**
	 * Tells what is new.
	 * @param text where to
	 * @return whether nothing more can come
	 * @throws IOException where the client is gone or reads too slowly
	 */
	boolean tell(Appendable text) throws IOException;

	/**
	 * Says that the stream is still there, although nothing is new.
	 * @param text where to
	 * @throws IOException where the client is gone or reads too slowly
	 */
	void breathe(Appendable text) throws IOException;

}
