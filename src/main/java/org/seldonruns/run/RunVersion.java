package org.seldonruns.run;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Counts the changes of a run. The first version is the wall-clock time in microseconds:
 * if another process takes over the run, its versions are higher than all earlier ones.
 * Not safe for use by several threads; {@link Run} guards it.
 */
public final class RunVersion {

	private long latest;

	private long summary;

	RunVersion(Instant beginning) {
		latest = at(beginning);
		summary = latest;
	}

	/**
	 * Returns the first version of a run that starts at a time.
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
	 * Returns the version of the last change.
	 * @return the version
	 */
	long latest() {
		return latest;
	}

	/**
	 * Returns the version of the last change other than those of the timeline.
	 * @return the version
	 */
	long summary() {
		return summary;
	}

}
