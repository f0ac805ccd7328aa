package org.seldonruns.run.history;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The changes of the list of runs since an earlier response.
 *
 * @param startsOver true if the earlier response is too old or from another process; then
 * the changes contain all runs and replace the earlier list
 * @param changes the last change of each run, oldest first
 * @param end the number of the last change of any run, whether it is among them or not
 */
public record RunChanges(boolean startsOver, List<RunChange> changes, long end) {

	public RunChanges {
		changes = List.copyOf(changes);
	}

	/**
	 * Merges the changes and removals that match a filter.
	 * @param known the number up to which the client knows the changes; 0 if none
	 */
	static RunChanges of(List<ChangedRun> changed, List<RunChange.Removed> removed, RunFilter filter, long known,
			boolean startsOver, long end) {
		Stream<RunChange> runs = changed.stream().flatMap(run -> run.through(filter, known).stream());
		Stream<RunChange> removals = removed.stream()
			.map(RunChange.class::cast)
			.filter(removal -> filter.includes(removal.namespace()));
		return new RunChanges(startsOver,
				Stream.concat(runs, removals).sorted(Comparator.comparingLong(RunChange::number)).toList(), end);
	}

}
