package org.seldonruns.cluster.watch;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.seldonruns.cluster.informer.EventInformer;
import org.seldonruns.cluster.informer.ResourceInformer;
import org.seldonruns.run.SharedResult;

/** The informers of one namespace. Safe for use by many threads. */
final class NamespaceInformers implements AutoCloseable {

	private final List<ResourceInformer<?>> kinds;

	private final EventInformer events;

	private final SharedResult<Optional<String>> ready = new SharedResult<>();

	NamespaceInformers(List<ResourceInformer<?>> kinds, EventInformer events) {
		this.kinds = kinds;
		this.events = events;
	}

	void start() {
		// A list also returns objects that were created before it, so those informers may
		// start late. Events are not listed, so their watch must have started before a
		// run creates anything.
		var unused = allReady(required())
			.thenRun(() -> ready.complete(required().flatMap(kind -> kind.ready().join().stream()).findFirst()));
		kinds.forEach(ResourceInformer::start);
		events.start();
	}

	/**
	 * Waits for the informers that runs require, and for that of Events.
	 * @return completes with an empty Optional when all of them have started, or with the
	 * reason why one of them cannot start; cancel the future to stop waiting
	 */
	CompletableFuture<Optional<String>> ready() {
		return ready.await();
	}

	boolean isBroken() {
		return kinds.stream().anyMatch(ResourceInformer::isBroken);
	}

	/**
	 * Reports the optional kinds that cannot be watched, and Events if they cannot be
	 * watched. Call it after {@link #ready()} has completed.
	 */
	void reportMissing(Consumer<String> report) {
		kinds.stream().filter(kind -> !kind.isRequired()).forEach(kind -> {
			var unused = kind.ready().thenRun(() -> kind.unwatchedReason().ifPresent(report));
		});
		events.ready().join().ifPresent(report);
	}

	Optional<String> currentError() {
		return kinds.stream().flatMap(kind -> kind.currentError().stream()).findFirst();
	}

	long countInterrupted() {
		return kinds.stream().filter(ResourceInformer::isInterrupted).count();
	}

	/** Closes the informers after each has started or failed to start. */
	void closeOnceStarted() {
		var unused = allReady(kinds.stream()).thenRun(this::close);
	}

	/**
	 * Returns a future that completes when these informers and that of Events are ready.
	 */
	private CompletableFuture<Void> allReady(Stream<ResourceInformer<?>> informers) {
		return CompletableFuture.allOf(Stream.concat(informers.map(ResourceInformer::ready), Stream.of(events.ready()))
			.toArray(CompletableFuture<?>[]::new));
	}

	private Stream<ResourceInformer<?>> required() {
		return kinds.stream().filter(ResourceInformer::isRequired);
	}

	@Override
	public void close() {
		events.close();
		kinds.forEach(ResourceInformer::close);
	}

}
