package org.seldonruns.cluster;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.seldonruns.seldon.resource.ResourceState;
import org.seldonruns.seldon.resource.SeldonDeployment;

/**
 * What the shared watches of a namespace show of one run's resource. Safe for use by many
 * threads.
 */
public interface ResourceWatch extends AutoCloseable {

	/**
	 * Waits for the watches to be in place.
	 * @return completes with nothing once they are, or with why they never will be
	 */
	CompletableFuture<Optional<String>> ready();

	/**
	 * What keeps the watches from being in place or from going on, for people.
	 * @return the latest trouble; none while all is well
	 */
	@Nullable String trouble();

	/**
	 * Binds the watch to the object that the run created; before that it sees nothing.
	 * @param resource the resource as the API server answered
	 */
	void bind(SeldonDeployment resource);

	/**
	 * What is seen now.
	 * @return the state
	 */
	ResourceState state();

	/**
	 * Waits for something to be seen.
	 * @param <T> what comes of it
	 * @param condition looks at each state from now on and says what comes of it; it must
	 * be quick and must not block
	 * @return completes with the first thing that came of a state; whoever does not want
	 * it any more cancels it
	 */
	<T> CompletableFuture<T> await(Function<ResourceState, Optional<T>> condition);

	/** Leaves the watches; what is still waited for is cancelled. */
	@Override
	void close();

}
