package org.seldonruns.lifecycle;

/** Thrown when the queue is full. */
public final class QueueFullException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public QueueFullException(int waiting) {
		super(waiting + " runs are queued, which is the limit (seldon-runs.run.max-queued)");
	}

}
