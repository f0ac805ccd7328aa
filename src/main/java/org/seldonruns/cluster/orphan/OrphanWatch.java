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
 * Looks for what was left where that may be forbidden, or the kind be unknown, for now:
 * begins again, with growing pauses, until it may. What it finds out is told outside of
 * its lock.
 */
final class OrphanWatch implements AutoCloseable {

	/** Permissions and kinds are often applied a moment after the service has started. */
	private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);

	private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

	private final Supplier<OrphanDetector> scopes;

	private final Timekeeper timekeeper;

	private final Consumer<String> whenBlind;

	private final Runnable whenInPlace;

	private final BackOffExecution pauses = pauses();

	private @Nullable OrphanDetector scope;

	private Timekeeper.@Nullable Timer next;

	private @Nullable String lastTrouble;

	private boolean closed;

	/**
	 * A lookout.
	 * @param scopes makes what it looks into, anew for each attempt
	 * @param timekeeper tells the time
	 * @param whenBlind takes why nothing can be seen, for people; not twice in a row the
	 * same
	 * @param whenInPlace is told once it sees what there is
	 */
	OrphanWatch(Supplier<OrphanDetector> scopes, Timekeeper timekeeper, Consumer<String> whenBlind,
			Runnable whenInPlace) {
		this.scopes = scopes;
		this.timekeeper = timekeeper;
		this.whenBlind = whenBlind;
		this.whenInPlace = whenInPlace;
	}

	void start() {
		OrphanDetector begun;
		synchronized (this) {
			if (closed) {
				return;
			}
			begun = scopes.get();
			scope = begun;
		}
		var unused = begun.ready().thenAccept(trouble -> over(begun, trouble));
		try {
			begun.start();
		}
		catch (RuntimeException ex) {
			over(begun, Optional.of(ClientErrors.words(ex)));
		}
	}

	/**
	 * Tells whether nothing is there that may have to be looked after later.
	 * @return true if nothing was seen, or nothing can be seen
	 */
	synchronized boolean isSettled() {
		return scope == null || scope.isSettled();
	}

	private void over(OrphanDetector begun, Optional<String> trouble) {
		if (trouble.isEmpty()) {
			whenInPlace.run();
			return;
		}
		begun.close();
		boolean news;
		synchronized (this) {
			if (closed) {
				return;
			}
			next = timekeeper.after(Duration.ofMillis(pauses.nextBackOff()), this::start);
			news = !trouble.get().equals(lastTrouble);
			lastTrouble = trouble.get();
		}
		if (news) {
			whenBlind.accept(trouble.get());
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
			last = scope;
			if (next != null) {
				next.cancel();
			}
		}
		if (last != null) {
			last.close();
		}
	}

}
