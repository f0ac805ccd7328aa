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
 * the watch or does not serve the resource type. Safe for use by many threads. It calls
 * {@code whenFailed} and {@code whenStarted} without holding its lock.
 */
final class OrphanDetectorStarter implements AutoCloseable {

	/**
	 * The first delay. RBAC objects and CRDs are often applied shortly after the service
	 * has started.
	 */
	private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);

	private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

	private final Supplier<OrphanDetector> detectors;

	private final Timekeeper timekeeper;

	private final Consumer<String> whenFailed;

	private final Runnable whenStarted;

	private final BackOffExecution pauses = pauses();

	private @Nullable OrphanDetector detector;

	private Timekeeper.@Nullable Timer next;

	private @Nullable String lastStartError;

	private boolean closed;

	/**
	 * Creates a watch.
	 * @param detectors creates a new detector for each attempt
	 * @param whenFailed receives the reason of a failed start, unless it is the same as
	 * before
	 * @param whenStarted is called after a successful start
	 */
	OrphanDetectorStarter(Supplier<OrphanDetector> detectors, Timekeeper timekeeper, Consumer<String> whenFailed,
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
		var unused = started.ready().thenAccept(startError -> finishStart(started, startError));
		try {
			started.start();
		}
		catch (RuntimeException ex) {
			finishStart(started, Optional.of(ClientErrors.message(ex)));
		}
	}

	/**
	 * Returns true if none of the observed resources can become an orphan later, or if
	 * there is no detector.
	 */
	synchronized boolean isSettled() {
		return detector == null || detector.isSettled();
	}

	synchronized long countInterrupted() {
		return (detector != null) ? detector.countInterrupted() : 0;
	}

	private void finishStart(OrphanDetector started, Optional<String> startError) {
		if (startError.isEmpty()) {
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
			isNew = !startError.get().equals(lastStartError);
			lastStartError = startError.get();
		}
		if (isNew) {
			whenFailed.accept(startError.get());
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
