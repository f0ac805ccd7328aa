package org.seldonruns.lifecycle;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;

/** The wish to stop a run. It is made once and never taken back. */
final class Cancellation {

	/** Why everything is stopped that goes on when the service ends. */
	static final Diagnosis SHUTTING_DOWN = Diagnosis.of(Cause.INTERRUPTED, "the service is shutting down");

	private final CompletableFuture<Diagnosis> wish = new CompletableFuture<>();

	/**
	 * Asks for the run to be stopped; of several wishes the first counts.
	 * @param why by whom or what
	 */
	void request(Diagnosis why) {
		wish.complete(why);
	}

	/**
	 * Why the run is to be stopped.
	 * @return the reason; empty where nobody asked for it
	 */
	Optional<Diagnosis> reason() {
		return Optional.ofNullable(wish.getNow(null));
	}

	/**
	 * Runs an action once, when the wish is made; at once where it has been.
	 */
	CompletableFuture<Void> whenRequested(Runnable action) {
		return wish.thenRun(action);
	}

}
