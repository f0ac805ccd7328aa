package org.seldonruns.time;

import java.time.Duration;
import java.time.Instant;

/**
 * Provides clocks and timers. Durations and deadlines are measured on a monotonic source,
 * so that jumps of the wall clock do not affect them; the wall clock is for display only.
 * Implementations are safe for use by many threads.
 */
public interface Timekeeper {

	/** Returns the time of the wall clock, for display. */
	Instant now();

	/**
	 * Returns the time of the monotonic clock.
	 * @return nanoseconds since an arbitrary origin
	 */
	long nanoTime();

	/**
	 * Runs an action once, later.
	 * @param delay how long from now; zero or less means as soon as possible
	 * @param action what to run; it must be quick and must not block
	 */
	Timer after(Duration delay, Runnable action);

	default Deadline deadline(Duration timeout) {
		return new Deadline(nanoTime(), timeout);
	}

	/** A pending action. */
	interface Timer {

		/** Cancels the action; without effect if it has run. */
		void cancel();

	}

}
