package org.seldonruns.lifecycle;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.seldonruns.cluster.ResourceWatch;
import org.seldonruns.seldon.resource.ObservedState;
import org.seldonruns.seldon.resource.SeldonDeployment;

/**
 * A watch that is ready at once, and shows the state that a test sets after it is bound.
 */
public final class FakeWatch implements ResourceWatch {

	private final List<String> calls;

	private final List<CompletableFuture<?>> returned = new CopyOnWriteArrayList<>();

	private final List<Consumer<ObservedState>> checks = new CopyOnWriteArrayList<>();

	private volatile CompletableFuture<Optional<String>> ready = CompletableFuture.completedFuture(Optional.empty());

	private volatile ObservedState shown = new ObservedState.NotSeen();

	private volatile @Nullable String currentError;

	private volatile boolean bound;

	FakeWatch(List<String> calls) {
		this.calls = calls;
	}

	public void shows(ObservedState state) {
		showsOnceAndThen(state, state);
	}

	/** Shows one state to the current waits, and another one to later calls. */
	public void showsOnceAndThen(ObservedState state, ObservedState next) {
		shown = next;
		checks.forEach(check -> check.accept(state));
	}

	/**
	 * Sets the state without completing the current waits, as if the change was still on
	 * its way.
	 */
	public void showsSilently(ObservedState state) {
		shown = state;
	}

	void isNotReady() {
		ready = new CompletableFuture<>();
	}

	public void isReadyWith(Optional<String> unwatchable) {
		ready.complete(unwatchable);
	}

	public void hasError(String message) {
		currentError = message;
	}

	/** Returns the number of returned futures that are not done. */
	public long awaited() {
		return returned.stream().filter(future -> !future.isDone()).count();
	}

	@Override
	public CompletableFuture<Optional<String>> ready() {
		CompletableFuture<Optional<String>> copy = ready.copy();
		returned.add(copy);
		return copy;
	}

	@Override
	public @Nullable String currentError() {
		return currentError;
	}

	@Override
	public void bind(SeldonDeployment resource) {
		calls.add("bind " + resource.uid());
		bound = true;
	}

	@Override
	public ObservedState state() {
		return bound ? shown : new ObservedState.NotSeen();
	}

	@Override
	public <T> CompletableFuture<T> await(Function<ObservedState, Optional<T>> condition) {
		CompletableFuture<T> future = new CompletableFuture<>();
		returned.add(future);
		Consumer<ObservedState> check = state -> {
			if (!future.isDone()) {
				condition.apply(state).ifPresent(future::complete);
			}
		};
		checks.add(check);
		check.accept(state());
		return future;
	}

	@Override
	public void close() {
		calls.add("leave");
	}

}
