package org.seldonruns.run;

import org.jspecify.annotations.Nullable;

/**
 * Something that a user of the resource should know, although it does not fail the run.
 * Credentials in the message are masked.
 *
 * @param source the source
 * @param message a sentence
 * @param pointer the JSON pointer (RFC 6901) of the field in the manifest; null if the
 * warning is not about a field
 * @param line the line of the field in the upload, from 1; null if it is unknown
 */
public record Warning(Source source, String message, @Nullable String pointer, @Nullable Integer line) {

	public Warning {
		message = Redaction.of(message);
	}

	/** Creates a warning that is not about a field of the manifest. */
	public static Warning of(Source source, String message) {
		return new Warning(source, message, null, null);
	}

	/** Returns a warning about another document than the manifest. */
	public Warning about(String document) {
		return new Warning(source, document + ": " + message, pointer, line);
	}

	/** Returns the estimated memory in bytes. */
	long weight() {
		return 80 + 2L * (message.length() + ((pointer != null) ? pointer.length() : 0));
	}

	/** The source of a warning. */
	public enum Source {

		/** A {@code Warning} header of the API server. */
		API_SERVER,

		/**
		 * A field of the upload that the service removed, or that looks like a mistake.
		 */
		UPLOAD,

		/** An observation during the run. */
		RUN

	}

}
