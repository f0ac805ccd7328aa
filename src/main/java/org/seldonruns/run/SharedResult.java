package org.seldonruns.run;

import java.util.Map;
import java.util.Optional;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A result that several callers wait for, each with a future of its own. A future that is
 * cancelled leaves nothing behind, unlike a cancelled dependent of a
 * {@link CompletableFuture}, which stays in memory for as long as its source is
 * incomplete. Safe for use by many threads.
 *
 * @param <T> the type of the result
 */
public final class SharedResult<T> {

	private final CompletableFuture<T> result = new CompletableFuture<>();

	/** Keyed by object identity. */
	private final Map<Object, CompletableFuture<T>> waiting = new ConcurrentHashMap<>();

	/**
	 * Completes all waiting futures; without effect if there already is a result.
	 * @param value the result
	 * @return whether this was the first result
	 */
	public boolean complete(T value) {
		boolean first = result.complete(value);
		waiting.values().forEach(future -> future.complete(result.join()));
		return first;
	}

	/**
	 * Returns the result without waiting.
	 * @return the result; empty if there is none yet
	 */
	public Optional<T> now() {
		return Optional.ofNullable(result.getNow(null));
	}

	/**
	 * Returns a new future for one wait.
	 * @return completes with the result, at once if it is there; cancel it to stop
	 * waiting
	 */
	public CompletableFuture<T> await() {
		CompletableFuture<T> own = new CompletableFuture<>();
		Object key = new Object();
		waiting.put(key, own);
		var unused = own.whenComplete((value, thrown) -> waiting.remove(key));
		// After the future was added: a result that comes in between is not missed.
		now().ifPresent(own::complete);
		return own;
	}

	/**
	 * Counts the current waits.
	 * @return the number of futures that are neither complete nor cancelled
	 */
	public int waiting() {
		return waiting.size();
	}

}
