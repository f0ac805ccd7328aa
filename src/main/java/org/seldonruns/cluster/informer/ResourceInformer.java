package org.seldonruns.cluster.informer;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.seldonruns.cluster.client.ClientErrors;

/**
 * Lists and watches one kind of objects, and starts again after each interruption until
 * it is closed or the API server forbids it.
 */
public final class ResourceInformer<T extends HasMetadata> implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(ResourceInformer.class);

	/** Statuses that change only with the permissions or kinds of the cluster. */
	private static final Set<Integer> PERMANENT = Set.of(401, 403, 404);

	private final String kind;

	private final boolean required;

	private final SharedIndexInformer<T> informer;

	private final CompletableFuture<Optional<String>> ready = new CompletableFuture<>();

	private volatile @Nullable String lastFailure;

	private volatile @Nullable String rejection;

	private volatile @Nullable String firstVersion;

	private @Nullable BooleanSupplier served;

	private volatile boolean opened;

	private volatile boolean closed;

	/**
	 * Creates an informer that is not started.
	 * @param kind the plural name and the namespace, for people
	 * @param required whether runs require it; runs do not wait for others after an error
	 * of the API server
	 * @param seen receives each new or changed object
	 * @param gone receives each deleted object
	 * @param listed receives the version of each list, after its objects
	 */
	public ResourceInformer(String kind, boolean required, Informable<T> source, Consumer<? super T> seen,
			Consumer<? super T> gone, Consumer<String> listed) {
		this.kind = kind;
		this.required = required;
		this.informer = source.runnableInformer(0);
		informer.addEventHandler(new ResourceEventHandler<T>() {

			@Override
			public void onAdd(T object) {
				seen.accept(object);
			}

			@Override
			public void onUpdate(T before, T object) {
				// Another object of the same name, created during an interruption.
				if (!before.getMetadata().getUid().equals(object.getMetadata().getUid())) {
					gone.accept(before);
				}
				seen.accept(object);
			}

			@Override
			public void onDelete(T object, boolean lastStateUnknown) {
				gone.accept(object);
			}

			@Override
			public void onList(String version, boolean remainedEmpty) {
				lastFailure = null;
				if (firstVersion == null) {
					firstVersion = version;
				}
				listed.accept(version);
			}

		});
		informer.exceptionHandler(this::retriesAfter);
	}

	/**
	 * Starts the informer only if the API server knows the kind; otherwise it has no
	 * objects and no error. The question may block.
	 */
	ResourceInformer<T> ifServed(BooleanSupplier question) {
		served = question;
		return this;
	}

	private boolean retriesAfter(boolean started, Throwable thrown) {
		int code = ClientErrors.code(thrown);
		boolean permanent = PERMANENT.contains(code) && (!started || hasNeverWatched());
		String message = ClientErrors.message(thrown);
		if (permanent) {
			rejection = "%s cannot be watched: %s".formatted(kind, message);
		}
		if (!message.equals(lastFailure)) {
			log.warn("The watch of {} failed: {}", kind, message);
		}
		lastFailure = message;
		if (!required && !permanent && code != 0) {
			// The API server responds, and runs do not wait for optional kinds.
			ready.complete(Optional.of("%s cannot be watched yet; the service retries: %s".formatted(kind, message)));
		}
		return !permanent;
	}

	// Events and bookmarks raise the version. If the watch was permitted before, the
	// rejection is temporary, for example while a role is replaced.
	private boolean hasNeverWatched() {
		return Objects.equals(firstVersion, informer.lastSyncResourceVersion());
	}

	public void start() {
		BooleanSupplier question = served;
		if (question == null) {
			open();
			return;
		}
		Thread.ofVirtual().name("kind-watch").start(() -> {
			if (isServed(question)) {
				open();
				return;
			}
			ready.complete(Optional.empty());
		});
	}

	private static boolean isServed(BooleanSupplier question) {
		try {
			return question.getAsBoolean();
		}
		catch (RuntimeException ex) {
			// The watch reports the error.
			return true;
		}
	}

	private synchronized void open() {
		if (closed) {
			return;
		}
		opened = true;
		var unused = informer.start().toCompletableFuture().whenComplete((nothing, thrown) -> {
			if (thrown == null) {
				ready.complete(Optional.ofNullable(rejection));
				return;
			}
			ready.complete(Optional.of("%s cannot be watched: %s".formatted(kind, ClientErrors.message(thrown))));
		});
	}

	/**
	 * Waits until the watch has started.
	 * @return completes with an empty Optional when it has started, or with the reason
	 * why it cannot start
	 */
	public CompletableFuture<Optional<String>> ready() {
		return ready;
	}

	public boolean isRequired() {
		return required;
	}

	/** Returns why the informer reports nothing. Call it after {@link #ready()}. */
	public Optional<String> unwatchedReason() {
		return isWatching() ? Optional.empty() : Optional.ofNullable(rejection).or(ready::join);
	}

	/** Returns whether a required informer has given up. */
	public boolean isBroken() {
		return required && (rejection != null || (ready.isDone() && ready.join().isPresent()));
	}

	/** Returns the current error of a required informer. */
	public Optional<String> currentError() {
		if (!required || isWatching()) {
			return Optional.empty();
		}
		String failure = lastFailure;
		return Optional.of((failure != null) ? failure : "the watch of " + kind + " is interrupted");
	}

	/** Returns whether the watch is interrupted and the informer restarts it. */
	public boolean isInterrupted() {
		return opened && !closed && rejection == null && !isWatching();
	}

	private boolean isWatching() {
		try {
			return informer.isWatching();
		}
		catch (NullPointerException ex) {
			// fabric8 throws this between the start of a watch and its first use.
			return true;
		}
	}

	@Override
	public synchronized void close() {
		closed = true;
		informer.close();
	}

}
