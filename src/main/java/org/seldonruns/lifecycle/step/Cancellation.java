package org.seldonruns.lifecycle.step;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.run.SharedResult;

/**
 * The wish to stop a run. It is made once and never taken back. It may live as long as
 * the process: a wait that has ended leaves nothing behind in it.
 */
public final class Cancellation {

	/** Why everything is stopped that goes on when the service ends. */
	public static final Diagnosis SHUTTING_DOWN = Diagnosis.of(Cause.INTERRUPTED, "the service is shutting down");

	private final SharedResult<Diagnosis> wish = new SharedResult<>();

	/**
	 * Asks for the run to be stopped; of several wishes the first counts.
	 * @param why by whom or what
	 */
	public void request(Diagnosis why) {
		wish.complete(why);
	}

	/**
	 * Why the run is to be stopped.
	 * @return the reason; empty where nobody asked for it
	 */
	public Optional<Diagnosis> reason() {
		return wish.now();
	}

	/**
	 * Returns a new future for one wait.
	 * @return completes with the reason, at once if the wish has been made; cancel it at
	 * the end of the wait
	 */
	CompletableFuture<Diagnosis> whenRequested() {
		return wish.await();
	}

	/**
	 * Counts the waits that the wish would end.
	 * @return how many futures of {@link #whenRequested()} are neither complete nor
	 * cancelled
	 */
	int waiting() {
		return wish.waiting();
	}

}
