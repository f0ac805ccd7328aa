package org.seldonruns.time;

import java.time.Duration;

/**
 * A deadline, measured by a monotonic clock.
 *
 * @param startNanos the source's reading when the deadline was set
 * @param timeout how long after that it passes
 */
public record Deadline(long startNanos, Duration timeout) {

	/**
	 * Returns the time until the deadline.
	 * @param timekeeper the source that the deadline was made with
	 * @return the time left; zero once it has passed, never negative
	 */
	public Duration remaining(Timekeeper timekeeper) {
		Duration left = timeout.minusNanos(timekeeper.nanoTime() - startNanos);
		return left.isNegative() ? Duration.ZERO : left;
	}

	/**
	 * Returns the time since the deadline was set.
	 * @param timekeeper the source that the deadline was made with
	 * @return zero or more, also beyond the deadline
	 */
	public Duration elapsed(Timekeeper timekeeper) {
		return Duration.ofNanos(timekeeper.nanoTime() - startNanos);
	}

	/**
	 * Returns whether the deadline has passed.
	 * @param timekeeper the source that the deadline was made with
	 * @return true if no time is left
	 */
	public boolean hasPassed(Timekeeper timekeeper) {
		return remaining(timekeeper).isZero();
	}

}
