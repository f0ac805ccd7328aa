package org.seldonruns.cluster.informer;

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
 * The watch of one kind in one namespace: lists, watches, and starts over after each
 * interruption, until it is closed or the API server says that it never may.
 *
 * @param <T> the kind
 */
public final class ResourceInformer<T extends HasMetadata> implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(ResourceInformer.class);

	/** Answers that will not change while nobody changes the cluster's settings. */
	private static final Set<Integer> NEVER = Set.of(401, 403, 404);

	private final String kind;

	private final boolean required;

	private final SharedIndexInformer<T> informer;

	private final CompletableFuture<Optional<String>> ready = new CompletableFuture<>();

	private volatile @Nullable String lastFailure;

	private @Nullable BooleanSupplier served;

	private boolean closed;

	/**
	 * A watch.
	 * @param kind the plural name for people
	 * @param required whether runs need it; where not, an API server that answers with an
	 * error does not hold them up
	 * @param source what to watch
	 * @param seen takes each object that is new or changed
	 * @param gone takes each object that is no more
	 * @param listed takes the version of each list, once all that it brought is told
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
				// Deleted and made anew during an interruption: the name alone is the
				// same.
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
				listed.accept(version);
			}

		});
		informer.exceptionHandler(this::goesOnAfter);
	}

	/**
	 * Makes it a watch of a kind that not every cluster knows; where it does not, there
	 * is nothing to show and nothing amiss.
	 * @param question asks the API server whether it knows the kind; may block
	 * @return this watch
	 */
	ResourceInformer<T> ifServed(BooleanSupplier question) {
		served = question;
		return this;
	}

	private boolean goesOnAfter(boolean started, Throwable thrown) {
		int code = ClientErrors.code(thrown);
		boolean never = !started && NEVER.contains(code);
		String message = ClientErrors.words(thrown);
		if (!message.equals(lastFailure)) {
			log.warn("The watch of {} is interrupted: {}", kind, message);
		}
		lastFailure = message;
		if (!required && !never && code != 0) {
			// The API server is there. What runs can do without must not hold them up.
			ready.complete(Optional.of("%s cannot be watched for now: %s".formatted(kind, message)));
		}
		return !never;
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
			// The watch itself will tell what is wrong.
			return true;
		}
	}

	private synchronized void open() {
		if (closed) {
			return;
		}
		var unused = informer.start().toCompletableFuture().whenComplete((nothing, thrown) -> {
			if (thrown == null) {
				ready.complete(Optional.empty());
				return;
			}
			ready.complete(Optional.of("%s cannot be watched: %s".formatted(kind, ClientErrors.words(thrown))));
		});
	}

	/**
	 * Waits for the watch to be in place.
	 * @return completes with nothing once it is, or with why it never will be
	 */
	public CompletableFuture<Optional<String>> ready() {
		return ready;
	}

	public boolean isRequired() {
		return required;
	}

	/**
	 * Why it shows nothing. To be asked once it is ready.
	 * @return for people; empty where it does, and where there is nothing to show
	 */
	public Optional<String> blindness() {
		return isWatching() ? Optional.empty() : ready.join();
	}

	/**
	 * Whether it will never show anything, though runs need it.
	 * @return whether it gave up
	 */
	public boolean isBroken() {
		return required && ready.isDone() && ready.join().isPresent();
	}

	/**
	 * What keeps a watch that runs need from showing what there is.
	 * @return for people; empty while it shows it
	 */
	public Optional<String> trouble() {
		if (!required || isWatching()) {
			return Optional.empty();
		}
		String failure = lastFailure;
		return Optional.of((failure != null) ? failure : "the watch of " + kind + " is interrupted");
	}

	private boolean isWatching() {
		try {
			return informer.isWatching();
		}
		catch (NullPointerException ex) {
			// So it answers in the moment between a watch being open and its being at
			// hand.
			return true;
		}
	}

	@Override
	public synchronized void close() {
		closed = true;
		informer.close();
	}

}
