package org.seldonruns.cluster;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.seldonruns.seldon.resource.ObservedState;
import org.seldonruns.seldon.resource.SeldonDeployment;

/**
 * Provides the state of the resource of one run, from the shared watches of its
 * namespace. Safe for use by many threads.
 */
public interface ResourceWatch extends AutoCloseable {

	/**
	 * Waits until the watches have started.
	 * @return completes with an empty Optional when all of them have started, or with the
	 * reason why one of them cannot start
	 */
	CompletableFuture<Optional<String>> ready();

	/**
	 * Returns the latest error of the watches.
	 * @return null if they work
	 */
	@Nullable String currentError();

	/**
	 * Binds the watch to the object that the run created. Before that the state is
	 * {@link ObservedState.NotSeen}.
	 * @param resource the resource in the response to the create
	 */
	void bind(SeldonDeployment resource);

	/** Returns the current state. */
	ObservedState state();

	/**
	 * Waits for a state.
	 * @param condition returns a result for the state that is waited for; called with
	 * each state from now on; must be quick and must not block
	 * @return completes with the first result; cancel it to stop waiting
	 */
	<T> CompletableFuture<T> await(Function<ObservedState, Optional<T>> condition);

	/** Leaves the watches and cancels all waits. */
	@Override
	void close();

}
