package org.seldonruns.run.history;

import java.util.List;

/**
 * What has changed in the list of runs since an earlier answer.
 *
 * @param startsOver whether the earlier answer is too old, or another process's, so that
 * these changes are all runs there are and whatever was known before is void
 * @param changes the last one of each run, the oldest first
 * @param end the number of the last change of any run, whether it is among them or not
 */
public record RunChanges(boolean startsOver, List<RunChange> changes, long end) {

	public RunChanges {
		changes = List.copyOf(changes);
	}

}
