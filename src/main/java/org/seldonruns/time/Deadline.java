package org.seldonruns.time;

import java.time.Duration;

/**
 * A deadline, measured by a monotonic clock.
 *
 * @param startNanos the source's reading when the deadline was set
 */
public record Deadline(long startNanos, Duration timeout) {

	/**
	 * Returns the time until the deadline.
	 * @return the time left; zero once it has passed, never negative
	 */
	public Duration remaining(Timekeeper timekeeper) {
		Duration left = timeout.minusNanos(timekeeper.nanoTime() - startNanos);
		return left.isNegative() ? Duration.ZERO : left;
	}

	/**
	 * Returns the time since the deadline was set.
	 * @return zero or more, also beyond the deadline
	 */
	public Duration elapsed(Timekeeper timekeeper) {
		return Duration.ofNanos(timekeeper.nanoTime() - startNanos);
	}

	public boolean hasPassed(Timekeeper timekeeper) {
		return remaining(timekeeper).isZero();
	}

}
