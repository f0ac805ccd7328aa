package org.seldonruns.lifecycle;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.seldonruns.cluster.ResourceWatch;
import org.seldonruns.seldon.resource.ResourceState;
import org.seldonruns.seldon.resource.SeldonDeployment;

/** A watch that is in place at once and shows what a test tells it, once it is bound. */
public final class FakeWatch implements ResourceWatch {

	private final List<String> calls;

	private final List<CompletableFuture<?>> handedOut = new CopyOnWriteArrayList<>();

	private final List<Consumer<ResourceState>> looks = new CopyOnWriteArrayList<>();

	private volatile CompletableFuture<Optional<String>> ready = CompletableFuture.completedFuture(Optional.empty());

	private volatile ResourceState shown = new ResourceState.NotSeen();

	private volatile @Nullable String currentError;

	private volatile boolean bound;

	FakeWatch(List<String> calls) {
		this.calls = calls;
	}

	public void shows(ResourceState state) {
		showsOnceAndThen(state, state);
	}

	/** Shows a state to those who wait, and another one to whoever looks after that. */
	public void showsOnceAndThen(ResourceState state, ResourceState next) {
		shown = next;
		looks.forEach(look -> look.accept(state));
	}

	/** Shows a state, but tells nobody who waits, as if that were still to come. */
	public void showsSilently(ResourceState state) {
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
	public ResourceState state() {
		return bound ? shown : new ResourceState.NotSeen();
	}

	@Override
	public <T> CompletableFuture<T> await(Function<ResourceState, Optional<T>> condition) {
		CompletableFuture<T> future = new CompletableFuture<>();
		handedOut.add(future);
		Consumer<ResourceState> look = state -> {
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
