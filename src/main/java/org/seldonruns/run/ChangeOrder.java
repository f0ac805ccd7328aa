package org.seldonruns.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs in the order in which they changed last. Not safe for use by several threads;
 * {@link RunHistory} guards it.
 */
final class ChangeOrder {

	private final TreeMap<Long, Run> runs = new TreeMap<>();

	private final Map<RunId, Long> numbers = new HashMap<>();

	private long last;

	/**
	 * Counts from a number on.
	 * @param beginning the number before the first change
	 */
	ChangeOrder(long beginning) {
		last = beginning;
	}

	/**
	 * Notes a change.
	 * @param run which is the last to have changed
	 */
	void changed(Run run) {
		forget(run.id());
		runs.put(++last, run);
		numbers.put(run.id(), last);
	}

	/**
	 * Leaves a run out.
	 * @param id names it
	 */
	void forget(RunId id) {
		Long number = numbers.remove(id);
		if (number != null) {
			runs.remove(number);
		}
	}

	/**
	 * The runs that have changed since.
	 * @param number of a change, whether it is still here or not
	 * @return the runs with the number of their last change, the oldest first
	 */
	List<Map.Entry<Long, Run>> since(long number) {
		return runs.tailMap(number, false).entrySet().stream().map(Map.Entry::copyOf).toList();
	}

	/**
	 * The number of the last change.
	 * @return that of the beginning where nothing has changed
	 */
	long last() {
		return last;
	}

}
