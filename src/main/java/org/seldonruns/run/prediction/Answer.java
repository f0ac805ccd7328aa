package org.seldonruns.run.prediction;

import org.jspecify.annotations.Nullable;

/**
 * The answer to a prediction.
 *
 * @param status the HTTP status
 * @param contentType the media type; null if there is none
 * @param size the number of bytes of the body that were read
 * @param complete whether the whole body was read; false if it exceeds the limit
 * @param excerpt the start of the body, with credentials masked; a caller needs the
 * permission {@code create services/proxy} to read it. Null if it is withheld.
 */
public record Answer(int status, @Nullable String contentType, int size, boolean complete, @Nullable String excerpt) {

	/** The longest excerpt, in characters. */
	public static final int EXCERPT = 4096;

	Answer withoutExcerpt() {
		return new Answer(status, contentType, size, complete, null);
	}

	long weight() {
		return 64 + ((excerpt != null) ? 2L * excerpt.length() : 0);
	}

}
