package org.seldonruns.cluster.informer;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import org.jspecify.annotations.Nullable;
import org.seldonruns.cluster.client.ClientErrors;
import org.seldonruns.time.Timekeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the Kubernetes Events of a namespace. Existing Events are not listed: a list
 * with limit 1 returns the version from which to watch.
 */
public final class EventInformer implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(EventInformer.class);

	private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

	private final String namespace;

	private final NonNamespaceOperation<Event, EventList, Resource<Event>> source;

	private final Consumer<Event> happened;

	private final Timekeeper timekeeper;

	private final CompletableFuture<Optional<String>> ready = new CompletableFuture<>();

	private @Nullable Watch watch;

	private Timekeeper.@Nullable Timer restart;

	private boolean closed;

	/** Whether a watch has received an Event or a bookmark. */
	private volatile boolean hasReceived;

	public EventInformer(String namespace, NonNamespaceOperation<Event, EventList, Resource<Event>> source,
			Consumer<Event> happened, Timekeeper timekeeper) {
		this.namespace = namespace;
		this.source = source;
		this.happened = happened;
		this.timekeeper = timekeeper;
	}

	/**
	 * Waits until the watch has started.
	 * @return completes with an empty Optional when it has started, or with the reason
	 * why it cannot start
	 */
	public CompletableFuture<Optional<String>> ready() {
		return ready;
	}

	public void start() {
		Thread.ofVirtual().name("event-watch").start(this::open);
	}

	private void open() {
		if (isClosed()) {
			return;
		}
		try {
			String version = source.list(new ListOptionsBuilder().withLimit(1L).build())
				.getMetadata()
				.getResourceVersion();
			keep(source.watch(
					new ListOptionsBuilder().withResourceVersion(version).withAllowWatchBookmarks(true).build(),
					new Listener()));
			ready.complete(Optional.empty());
		}
		catch (RuntimeException ex) {
			// If the watch was permitted before, the rejection is temporary, for example
			// while a token is renewed.
			if (isRejected(ex) && !ready.isDone()) {
				ready.complete(Optional
					.of("Events in namespace %s cannot be watched: %s".formatted(namespace, ClientErrors.message(ex))));
				return;
			}
			log.debug("The watch of Events in namespace {} failed; retrying", namespace, ex);
			if (ClientErrors.code(ex) != 0) {
				// The API server responds, and runs do not wait for Events.
				ready.complete(Optional.of("Events in namespace %s cannot be watched yet; the service retries: %s"
					.formatted(namespace, ClientErrors.message(ex))));
			}
			startLater();
		}
	}

	private static boolean isRejected(Throwable thrown) {
		return ClientErrors.code(thrown) == 401 || ClientErrors.code(thrown) == 403;
	}

	private synchronized boolean isClosed() {
		return closed;
	}

	private void keep(Watch opened) {
		synchronized (this) {
			if (!closed) {
				watch = opened;
				return;
			}
		}
		opened.close();
	}

	private synchronized void startLater() {
		if (!closed) {
			restart = timekeeper.after(RETRY_DELAY, this::start);
		}
	}

	@Override
	public void close() {
		Watch open;
		Timekeeper.Timer pending;
		synchronized (this) {
			closed = true;
			open = watch;
			pending = restart;
		}
		if (pending != null) {
			pending.cancel();
		}
		if (open != null) {
			open.close();
		}
	}

	private final class Listener implements Watcher<Event> {

		@Override
		public void eventReceived(Action action, Event event) {
			hasReceived = true;
			if (action == Action.ADDED || action == Action.MODIFIED) {
				happened.accept(event);
			}
		}

		@Override
		public void onClose(WatcherException cause) {
			if (isRejected(cause) && !hasReceived) {
				log.warn("The watch of Events in namespace {} was rejected and is not retried: {}", namespace,
						ClientErrors.message(cause));
				return;
			}
			startLater();
		}

	}

}
