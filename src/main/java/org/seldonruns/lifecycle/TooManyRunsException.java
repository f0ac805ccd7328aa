package org.seldonruns.lifecycle;

/**
 * Thrown when a run is rejected because the limit of a caller, of a namespace or of the
 * whole service is reached.
 */
public final class TooManyRunsException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message names the limit and its setting
	 */
	public TooManyRunsException(String message) {
		super(message);
	}

}
