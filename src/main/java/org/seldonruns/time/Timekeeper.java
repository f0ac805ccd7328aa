package org.seldonruns.time;

import java.time.Duration;
import java.time.Instant;

/**
 * Tells the time and calls back later. Durations and deadlines are measured on a
 * monotonic source, so that a wall clock that jumps disturbs none of them; the wall clock
 * is for what is shown to people. Implementations are safe for use by many threads.
 */
public interface Timekeeper {

	/**
	 * The wall clock's time, for people to read.
	 * @return the current instant
	 */
	Instant now();

	/**
	 * The monotonic source, in nanoseconds from an arbitrary origin.
	 * @return a reading that only means something against another reading
	 */
	long nanoTime();

	/**
	 * Runs an action once, later.
	 * @param delay how long from now; zero or less means as soon as possible
	 * @param action what to run; it must be quick and must not block
	 * @return a handle that takes the action back
	 */
	Timer after(Duration delay, Runnable action);

	/**
	 * A deadline that lies this long ahead.
	 * @param timeout how long from now
	 * @return the deadline on the monotonic source
	 */
	default Deadline deadline(Duration timeout) {
		return new Deadline(nanoTime(), timeout);
	}

	/** A pending action. */
	interface Timer {

		/** Takes the action back; without effect once it has run. */
		void cancel();

	}

}
