package org.seldonruns.lifecycle;

/** Thrown when the service is shutting down and accepts no new runs. */
public final class ShuttingDownException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public ShuttingDownException() {
		super("the service is shutting down and accepts no new runs");
	}

}
