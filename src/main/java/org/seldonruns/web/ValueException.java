package org.seldonruns.web;

/** The value of a parameter is not what it has to be. */
// Thrown and caught within one request, never serialized.
@SuppressWarnings("serial")
final class ValueException extends RuntimeException {

	private final boolean unreadable;

	private ValueException(boolean unreadable, String hint) {
		super(hint);
		this.unreadable = unreadable;
	}

	/**
	 * A value that is not of its parameter's type.
	 * @param hint a clause that says what to give
	 * @return the exception
	 */
	static ValueException unreadable(String hint) {
		return new ValueException(true, hint);
	}

	/**
	 * A value that its parameter does not allow.
	 * @param hint a clause that says what to give
	 * @return the exception
	 */
	static ValueException unacceptable(String hint) {
		return new ValueException(false, hint);
	}

	boolean isUnreadable() {
		return unreadable;
	}

}
