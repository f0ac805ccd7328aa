package org.seldonruns.lifecycle;

/**
 * Thrown when a run is rejected because a limit of the caller, the namespace or the
 * service is reached: the number of runs, their memory, or the history.
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
