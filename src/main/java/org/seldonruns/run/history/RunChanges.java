package org.seldonruns.run.history;

import java.util.List;

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

}
