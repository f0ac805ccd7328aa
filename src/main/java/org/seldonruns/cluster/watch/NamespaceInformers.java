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
		// Lists show what was created before them. Events are not listed, so their watch
		// has to start before anything is created.
		var unused = allOf(required())
			.thenRun(() -> ready.complete(required().flatMap(kind -> kind.ready().join().stream()).findFirst()));
		kinds.forEach(ResourceInformer::start);
		events.start();
	}

	/**
	 * Waits for the informers that runs require, and for that of Events.
	 * @return completes with nothing once they have started, or with the reason why they
	 * cannot; cancel it to stop waiting
	 */
	CompletableFuture<Optional<String>> ready() {
		return ready.await();
	}

	boolean isBroken() {
		return kinds.stream().anyMatch(ResourceInformer::isBroken);
	}

	/**
	 * Reports what cannot be watched although runs do not require it. Call it after
	 * {@link #ready()}.
	 */
	void reportMissing(Consumer<String> report) {
		kinds.stream().filter(kind -> !kind.isRequired()).forEach(kind -> {
			var unused = kind.ready().thenRun(() -> kind.unwatchedReason().ifPresent(report));
		});
		events.ready().join().ifPresent(report);
	}

	Optional<String> trouble() {
		return kinds.stream().flatMap(kind -> kind.trouble().stream()).findFirst();
	}

	long interrupted() {
		return kinds.stream().filter(ResourceInformer::isInterrupted).count();
	}

	/** Closes the informers once each has started or given up, so that all are closed. */
	void closeOnceStarted() {
		var unused = allOf(kinds.stream()).thenRun(this::close);
	}

	private CompletableFuture<Void> allOf(Stream<ResourceInformer<?>> started) {
		return CompletableFuture.allOf(Stream.concat(started.map(ResourceInformer::ready), Stream.of(events.ready()))
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
