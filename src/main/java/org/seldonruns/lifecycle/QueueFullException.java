package org.seldonruns.lifecycle;

/** As many runs wait for their turn as may. */
public final class QueueFullException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public QueueFullException(int waiting) {
		super(waiting + " runs already wait for their turn, which is as many as may");
	}

}
