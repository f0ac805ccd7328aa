package org.seldonruns.run.history;

import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.RunStatus;

/**
 * A run with the numbers of its changes in the history.
 *
 * @param number the number of its last change
 * @param run the run
 * @param begun the number of the change after which it was no longer queued; 0 before
 * @param ended the number of the change after which it was over; 0 before
 */
record ChangedRun(long number, Run run, long begun, long ended) {

	/**
	 * Records a change of a run.
	 * @param number the number of the change
	 * @param run the run
	 * @param before the run at its change before; none for the first
	 * @return the run with its numbers
	 */
	static ChangedRun of(long number, Run run, @Nullable ChangedRun before) {
		RunStatus status = run.summary().status();
		return new ChangedRun(number, run,
				since(status != RunStatus.QUEUED, (before != null) ? before.begun : 0, number),
				since(status.isTerminal(), (before != null) ? before.ended : 0, number));
	}

	private static long since(boolean reached, long earlier, long now) {
		return (reached && earlier == 0) ? now : earlier;
	}

	/**
	 * Returns the change of the run as seen through a filter.
	 * @param filter the filter
	 * @param known the number up to which the changes are known; 0 if none are
	 * @return empty if the run did not match the filter at any time since
	 */
	Optional<RunChange> through(RunFilter filter, long known) {
		RunSnapshot summary = run.summary();
		if (filter.test(summary)) {
			return Optional.of(new RunChange.Shown(number, summary));
		}
		if (known > 0 && left(filter.status()) > known && filter.withoutStatus().test(summary)) {
			return Optional.of(new RunChange.Removed(number, run.id(), summary.request().resource().namespace()));
		}
		return Optional.empty();
	}

	/**
	 * Returns the number of the change that ended a status; 0 if the run still has it.
	 */
	private long left(@Nullable RunStatus status) {
		return switch (status) {
			case QUEUED -> begun;
			case RUNNING -> ended;
			case SUCCEEDED, FAILED, CANCELLED -> 0;
			case null -> 0;
		};
	}

}
