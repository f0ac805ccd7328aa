package org.seldonruns.lifecycle;

/** As many runs of one caller, or in one namespace, are live as may. */
public final class TooManyRunsException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public TooManyRunsException(int live, String whose) {
		super("%d runs %s already wait or are played, which is as many as may".formatted(live, whose));
	}

}
