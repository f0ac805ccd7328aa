package org.seldonruns.cluster;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The watch of one kind in one namespace: lists, watches, and starts over after each
 * interruption, until it is closed or the API server says that it never may.
 *
 * @param <T> the kind
 */
final class KindWatch<T extends HasMetadata> implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(KindWatch.class);

	/** Answers that will not change while nobody changes the cluster's settings. */
	private static final Set<Integer> NEVER = Set.of(401, 403, 404);

	private final String kind;

	private final boolean required;

	private final SharedIndexInformer<T> informer;

	private final CompletableFuture<Optional<String>> ready = new CompletableFuture<>();

	private volatile @Nullable String lastFailure;

	/**
	 * A watch.
	 * @param kind the plural name for people
	 * @param required whether a run can do without it
	 * @param source what to watch
	 * @param seen takes each object that is new or changed
	 * @param gone takes each object that is no more
	 * @param listed takes the version of each list, once all that it brought is told
	 */
	KindWatch(String kind, boolean required, Informable<T> source, Consumer<? super T> seen, Consumer<? super T> gone,
			Consumer<String> listed) {
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

	private boolean goesOnAfter(boolean started, Throwable thrown) {
		String message = Causes.words(thrown);
		if (!message.equals(lastFailure)) {
			log.warn("The watch of {} is interrupted: {}", kind, message);
		}
		lastFailure = message;
		boolean never = !started && NEVER.contains(Causes.code(thrown));
		return !never;
	}

	void start() {
		var unused = informer.start().toCompletableFuture().whenComplete((nothing, thrown) -> {
			if (thrown == null) {
				ready.complete(Optional.empty());
				return;
			}
			ready.complete(Optional.of("%s cannot be watched: %s".formatted(kind, Causes.words(thrown))));
		});
	}

	/**
	 * Waits for the watch to be in place.
	 * @return completes with nothing once it is, or with why it never will be
	 */
	CompletableFuture<Optional<String>> ready() {
		return ready;
	}

	boolean isRequired() {
		return required;
	}

	/**
	 * Whether it will never show anything, though runs need it.
	 * @return whether it gave up
	 */
	boolean isBroken() {
		return required && ready.isDone() && ready.join().isPresent();
	}

	/**
	 * What keeps a watch that runs need from showing what there is.
	 * @return for people; empty while it shows it
	 */
	Optional<String> trouble() {
		if (!required || informer.isWatching()) {
			return Optional.empty();
		}
		String failure = lastFailure;
		return Optional.of((failure != null) ? failure : "the watch of " + kind + " is interrupted");
	}

	@Override
	public void close() {
		informer.close();
	}

}
