package org.seldonruns.run.history;

import org.seldonruns.run.RunId;
import org.seldonruns.run.RunSnapshot;

/**
 * A change in the list of runs that match a filter.
 */
public sealed interface RunChange {

	/**
	 * Returns the number of the change.
	 * @return rises from one change of any run to the next
	 */
	long number();

	/**
	 * Returns the namespace of the run.
	 * @return the namespace of its resource
	 */
	String namespace();

	/**
	 * A run is new or has changed, and matches the filter.
	 *
	 * @param number the number of the run's last change
	 * @param run the run, without its timeline
	 */
	record Shown(long number, RunSnapshot run) implements RunChange {

		@Override
		public String namespace() {
			return run.request().resource().namespace();
		}

	}

	/**
	 * A run no longer matches the filter, or is no longer in the history. The run may
	 * never have matched the labels or the status of the filter.
	 *
	 * @param number the number of the change
	 * @param id the id of the run
	 * @param namespace the namespace of its resource
	 */
	record Removed(long number, RunId id, String namespace) implements RunChange {
	}

}
