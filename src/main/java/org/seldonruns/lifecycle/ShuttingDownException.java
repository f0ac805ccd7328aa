package org.seldonruns.lifecycle;

/** The service is being shut down and takes no new run. */
public final class ShuttingDownException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public ShuttingDownException() {
		super("the service is shutting down and takes no new run");
	}

}
