package org.seldonruns.cluster.orphan;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.seldonruns.cluster.client.ClientErrors;
import org.seldonruns.time.Timekeeper;

import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Starts an {@link OrphanDetector} and retries with backoff while the API server forbids
 * the watch or does not serve the resource type. Safe for use by many threads; reports
 * are made outside of its lock.
 */
final class OrphanWatch implements AutoCloseable {

	/** Permissions and kinds are often applied a moment after the service has started. */
	private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);

	private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

	private final Supplier<OrphanDetector> detectors;

	private final Timekeeper timekeeper;

	private final Consumer<String> whenFailed;

	private final Runnable whenStarted;

	private final BackOffExecution pauses = pauses();

	private @Nullable OrphanDetector detector;

	private Timekeeper.@Nullable Timer next;

	private @Nullable String lastTrouble;

	private boolean closed;

	/**
	 * Creates a watch.
	 * @param detectors creates a new detector for each attempt
	 * @param whenFailed receives the reason of a failed start, unless it is the same as
	 * before
	 * @param whenStarted is called after a successful start
	 */
	OrphanWatch(Supplier<OrphanDetector> detectors, Timekeeper timekeeper, Consumer<String> whenFailed,
			Runnable whenStarted) {
		this.detectors = detectors;
		this.timekeeper = timekeeper;
		this.whenFailed = whenFailed;
		this.whenStarted = whenStarted;
	}

	void start() {
		OrphanDetector started;
		synchronized (this) {
			if (closed) {
				return;
			}
			started = detectors.get();
			detector = started;
		}
		var unused = started.ready().thenAccept(trouble -> finishStart(started, trouble));
		try {
			started.start();
		}
		catch (RuntimeException ex) {
			finishStart(started, Optional.of(ClientErrors.words(ex)));
		}
	}

	/** Returns whether no observed resource may become an orphan later. */
	synchronized boolean isSettled() {
		return detector == null || detector.isSettled();
	}

	synchronized long interrupted() {
		return (detector != null) ? detector.interrupted() : 0;
	}

	private void finishStart(OrphanDetector started, Optional<String> trouble) {
		if (trouble.isEmpty()) {
			whenStarted.run();
			return;
		}
		started.close();
		boolean isNew;
		synchronized (this) {
			if (closed) {
				return;
			}
			next = timekeeper.after(Duration.ofMillis(pauses.nextBackOff()), this::start);
			isNew = !trouble.get().equals(lastTrouble);
			lastTrouble = trouble.get();
		}
		if (isNew) {
			whenFailed.accept(trouble.get());
		}
	}

	private static BackOffExecution pauses() {
		ExponentialBackOff backOff = new ExponentialBackOff(FIRST_PAUSE.toMillis(), 2);
		backOff.setMaxInterval(LONGEST_PAUSE.toMillis());
		return backOff.start();
	}

	@Override
	public void close() {
		OrphanDetector last;
		synchronized (this) {
			closed = true;
			last = detector;
			if (next != null) {
				next.cancel();
			}
		}
		if (last != null) {
			last.close();
		}
	}

}
