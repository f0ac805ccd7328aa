package org.seldonruns.run;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Counts the changes of a run. It begins with the wall clock's time in microseconds, so
 * that a run which another process takes over goes on with higher numbers than it had in
 * the first. Not safe for use by several threads; {@link Run} guards it.
 */
public final class RunVersion {

	private long latest;

	private long summary;

	RunVersion(Instant beginning) {
		latest = at(beginning);
		summary = latest;
	}

	/**
	 * The number with which counting begins at a time.
	 * @param instant by the wall clock
	 * @return microseconds since 1970
	 */
	public static long at(Instant instant) {
		return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
	}

	/** Counts a change of the timeline alone. */
	void raise() {
		latest++;
	}

	/** Counts a change of anything else. */
	void raiseSummary() {
		raise();
		summary = latest;
	}

	/**
	 * The last change of all.
	 * @return its number
	 */
	long latest() {
		return latest;
	}

	/**
	 * The last change of anything but the timeline.
	 * @return its number
	 */
	long summary() {
		return summary;
	}

}
