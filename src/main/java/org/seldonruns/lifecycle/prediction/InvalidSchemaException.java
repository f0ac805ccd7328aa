package org.seldonruns.lifecycle.prediction;

/** Thrown if a JSON Schema is invalid; the message says why. */
public final class InvalidSchemaException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	InvalidSchemaException(String message) {
		super(message);
	}

}
