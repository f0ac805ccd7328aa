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

/** A watch that is in place at once and shows what a test tells it, once it is bound. */
public final class FakeWatch implements ResourceWatch {

	private final List<String> calls;

	private final List<CompletableFuture<?>> handedOut = new CopyOnWriteArrayList<>();

	private final List<Consumer<ObservedState>> looks = new CopyOnWriteArrayList<>();

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

	/** Shows a state to those who wait, and another one to whoever looks after that. */
	public void showsOnceAndThen(ObservedState state, ObservedState next) {
		shown = next;
		looks.forEach(look -> look.accept(state));
	}

	/** Shows a state, but tells nobody who waits, as if that were still to come. */
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

	/** How many of the futures that it handed out are still waited for. */
	public long awaited() {
		return handedOut.stream().filter(future -> !future.isDone()).count();
	}

	@Override
	public CompletableFuture<Optional<String>> ready() {
		CompletableFuture<Optional<String>> copy = ready.copy();
		handedOut.add(copy);
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
		handedOut.add(future);
		Consumer<ObservedState> look = state -> {
			if (!future.isDone()) {
				condition.apply(state).ifPresent(future::complete);
			}
		};
		looks.add(look);
		look.accept(state());
		return future;
	}

	@Override
	public void close() {
		calls.add("leave");
	}

}
