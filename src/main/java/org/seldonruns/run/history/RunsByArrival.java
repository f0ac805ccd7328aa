package org.seldonruns.run.history;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunId;

/**
 * Runs in the order of arrival. Each has a place; later runs have higher places, and no
 * place is used twice. Not thread-safe; {@link RunHistory} guards it.
 */
final class RunsByArrival {

	private final TreeMap<Long, Run> runs = new TreeMap<>();

	private final Map<RunId, Long> places = new HashMap<>();

	private long lastPlace;

	void add(Run run) {
		runs.put(++lastPlace, run);
		places.put(run.id(), lastPlace);
	}

	void remove(Run run) {
		Long place = places.remove(run.id());
		if (place != null) {
			runs.remove(place);
		}
	}

	@Nullable Run find(RunId id) {
		Long place = places.get(id);
		return (place != null) ? runs.get(place) : null;
	}

	/** Returns all runs, oldest first. The collection changes with this object. */
	Collection<Run> all() {
		return runs.values();
	}

	/** Returns a copy of the runs whose places are lower, newest first. */
	List<Map.Entry<Long, Run>> before(long place) {
		return runs.headMap(place, false).descendingMap().entrySet().stream().map(Map.Entry::copyOf).toList();
	}

}
