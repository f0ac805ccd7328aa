package org.seldonruns.lifecycle;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The wish to stop a run. It is made once and never taken back. */
final class Cancellation {

	private final CompletableFuture<String> wish = new CompletableFuture<>();

	/**
	 * Asks for the run to be stopped; of several wishes the first counts.
	 * @param reason by what, for people
	 */
	void request(String reason) {
		wish.complete(reason);
	}

	/**
	 * Why the run is to be stopped.
	 * @return the reason; empty where nobody asked for it
	 */
	Optional<String> reason() {
		return Optional.ofNullable(wish.getNow(null));
	}

	/**
	 * Runs an action once, when the wish is made; at once where it has been.
	 */
	CompletableFuture<Void> whenRequested(Runnable action) {
		return wish.thenRun(action);
	}

}
