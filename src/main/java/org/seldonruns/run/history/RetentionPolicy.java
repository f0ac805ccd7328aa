package org.seldonruns.run.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.seldonruns.run.Run;

/**
 * Decides which finished runs leave the history. Live runs and runs whose resource is
 * kept do not count and always stay.
 */
final class RetentionPolicy {

	private final HistorySettings settings;

	RetentionPolicy(HistorySettings settings) {
		this.settings = settings;
	}

	/**
	 * Returns the runs that are too old or too many.
	 * @param runs all runs, the oldest first
	 * @return the runs to drop, none of them before its minimum age
	 */
	List<Run> expired(Collection<Run> runs) {
		List<Run> finished = finished(runs);
		int count = finished.size();
		long weight = weight(finished);
		List<Run> expired = new ArrayList<>();
		for (Run run : finished) {
			boolean full = count > settings.maxRuns() || weight > settings.maxSize().toBytes();
			boolean old = run.sinceFinished().compareTo(settings.maxAge()) > 0;
			if (old || (full && !isRecent(run))) {
				count--;
				weight -= run.weight();
				expired.add(run);
			}
		}
		return expired;
	}

	/**
	 * Returns whether the limits are reached by runs that have not reached their minimum
	 * age.
	 * @param runs all runs
	 * @return true if no run should be added now
	 */
	boolean isFullOfRecent(Collection<Run> runs) {
		List<Run> recent = finished(runs).stream().filter(this::isRecent).toList();
		return recent.size() >= settings.maxRuns() || weight(recent) >= settings.maxSize().toBytes();
	}

	private boolean isRecent(Run run) {
		return run.sinceFinished().compareTo(settings.minAge()) < 0;
	}

	private static List<Run> finished(Collection<Run> runs) {
		return runs.stream().filter(run -> run.isFinished() && !run.isKept()).toList();
	}

	private static long weight(Collection<Run> runs) {
		return runs.stream().mapToLong(Run::weight).sum();
	}

}
