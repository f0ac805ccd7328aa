package org.seldonruns.lifecycle.step;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.run.SharedResult;

/**
 * The request to cancel a run. It cannot be withdrawn. It holds no reference to waits
 * that have ended, so it can be long-lived.
 */
public final class Cancellation {

	/** The reason for which runs are cancelled when the service stops. */
	public static final Diagnosis SHUTTING_DOWN = Diagnosis.of(Cause.INTERRUPTED, "the service is shutting down");

	private final SharedResult<Diagnosis> requested = new SharedResult<>();

	/**
	 * Cancels the run; without effect if it is already cancelled.
	 * @param why the reason
	 */
	public void request(Diagnosis why) {
		requested.complete(why);
	}

	/**
	 * Returns the reason of the cancellation.
	 * @return empty if the run is not cancelled
	 */
	public Optional<Diagnosis> reason() {
		return requested.now();
	}

	/**
	 * Returns a new future that completes with the reason.
	 * @return to be cancelled at the end of the wait
	 */
	CompletableFuture<Diagnosis> whenRequested() {
		return requested.await();
	}

	/**
	 * Counts the current waits.
	 * @return how many futures of {@link #whenRequested()} are neither complete nor
	 * cancelled
	 */
	int waiting() {
		return requested.waiting();
	}

}
