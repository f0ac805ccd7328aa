package org.seldonruns.lifecycle;

import org.seldonruns.run.RunId;

/** The idempotency key of an earlier request came with another. */
public final class IdempotencyKeyReusedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Refuses a request.
	 * @param run what the earlier request has started
	 */
	public IdempotencyKeyReusedException(RunId run) {
		super("run " + run + " was started with this idempotency key but another upload or other parameters");
	}

}
