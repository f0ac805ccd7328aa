package org.seldonruns.run;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Counts the changes of a run. It begins with the wall clock's time in microseconds, so
 * that a run which another process takes over goes on with higher numbers than it had in
 * the first. Not safe for use by several threads; {@link Run} guards it.
 */
final class RunVersion {

	private long latest;

	private long summary;

	RunVersion(Instant beginning) {
		latest = ChronoUnit.MICROS.between(Instant.EPOCH, beginning);
		summary = latest;
	}

	/**
	 * Counts a change.
	 * @param change what changes
	 */
	void raise(RunChange change) {
		latest++;
		if (change == RunChange.SUMMARY) {
			summary = latest;
		}
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
