package org.seldonruns.run.history;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunId;

/**
 * Stores the runs in the order of their last change, and the latest removals. Not safe
 * for use by several threads; {@link RunHistory} guards it.
 */
final class RunChangeLog {

	private final int maxRemovals;

	private final LinkedHashMap<RunId, ChangedRun> runs = new LinkedHashMap<>();

	private final Deque<RunChange.Removed> removals = new ArrayDeque<>();

	private long last;

	/** The number of the latest removal that was dropped from {@link #removals}. */
	private long forgotten;

	/**
	 * Creates an empty order.
	 * @param beginning the number before the first change
	 * @param maxRemovals the maximum number of stored removals
	 */
	RunChangeLog(long beginning, int maxRemovals) {
		this.last = beginning;
		this.forgotten = beginning;
		this.maxRemovals = maxRemovals;
	}

	/**
	 * Records a change.
	 * @param run the run that has changed
	 */
	void changed(Run run) {
		runs.putLast(run.id(), ChangedRun.of(++last, run, runs.get(run.id())));
	}

	/**
	 * Records that a run has left the history.
	 * @param run the run
	 */
	void removed(Run run) {
		runs.remove(run.id());
		removals.add(new RunChange.Removed(++last, run.id(), run.request().resource().namespace()));
		if (removals.size() > maxRemovals) {
			forgotten = removals.remove().number();
		}
	}

	/**
	 * Returns whether all changes after a number are stored.
	 * @param number the number of a change
	 * @return false if it is too old, or the number of another process
	 */
	boolean isKnown(long number) {
		return number >= forgotten && number <= last;
	}

	/**
	 * Returns the runs that have changed after a change.
	 * @param number the number of a change; 0 means before all
	 * @return the runs at their last change, the oldest first
	 */
	List<ChangedRun> since(long number) {
		return runs.sequencedValues().reversed().stream().takeWhile(run -> run.number() > number).toList().reversed();
	}

	/**
	 * Returns the removals after a change.
	 * @param number the number of a change that is known
	 * @return the removals, the oldest first
	 */
	List<RunChange.Removed> removedSince(long number) {
		return removals.reversed().stream().takeWhile(removal -> removal.number() > number).toList().reversed();
	}

	/**
	 * Returns the number of the last change.
	 * @return the number; the initial number if nothing has changed
	 */
	long last() {
		return last;
	}

}
