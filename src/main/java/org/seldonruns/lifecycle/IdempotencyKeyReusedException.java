package org.seldonruns.lifecycle;

import org.seldonruns.run.RunId;

/** Thrown when a different request has the idempotency key of an earlier one. */
public final class IdempotencyKeyReusedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param run the run that the earlier request started
	 */
	public IdempotencyKeyReusedException(RunId run) {
		super("run " + run + " was started with the same Idempotency-Key but with another upload or other parameters; "
				+ "use a new key");
	}

}
