package org.seldonruns.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

import org.springframework.stereotype.Component;

/**
 * The runs of this process, bounded by count, age and memory. Dropped are the oldest that
 * are over, never a live one or one whose resource is kept. Safe for use by many threads.
 */
@Component
public class RunHistory {

	private final HistorySettings settings;

	private final Object lock = new Object();

	/** Runs by their place in the order of arrival. */
	private final TreeMap<Long, Run> runs = new TreeMap<>();

	private final Map<RunId, Long> places = new HashMap<>();

	private long lastPlace;

	public RunHistory(HistorySettings settings) {
		this.settings = settings;
	}

	/**
	 * Adds a run as the newest.
	 * @param run a run that is not in the history yet
	 */
	public void add(Run run) {
		synchronized (lock) {
			runs.put(++lastPlace, run);
			places.put(run.id(), lastPlace);
			drop();
		}
		run.whenFinished().thenRun(this::dropLocked);
	}

	/**
	 * Finds a run.
	 * @param id names it
	 * @return the run, where it is in the history
	 */
	public Optional<Run> find(RunId id) {
		synchronized (lock) {
			drop();
			return Optional.ofNullable(places.get(id)).map(runs::get);
		}
	}

	/**
	 * Takes a run that is over out.
	 * @param id names it
	 * @return what came of it
	 */
	public Removal remove(RunId id) {
		synchronized (lock) {
			drop();
			Long place = places.get(id);
			if (place == null) {
				return Removal.UNKNOWN;
			}
			Run run = Objects.requireNonNull(runs.get(place));
			if (!run.isFinished()) {
				return Removal.LIVE;
			}
			if (run.isKept()) {
				return Removal.KEPT;
			}
			runs.remove(place);
			places.remove(id);
			return Removal.REMOVED;
		}
	}

	/**
	 * Lists runs, newest first and without their timelines.
	 * @param filter which
	 * @param limit the most runs of the answer, at least 1
	 * @param before only runs that arrived before this place; empty means from the newest
	 * @return the runs, and where to go on
	 */
	public Page list(RunFilter filter, int limit, OptionalLong before) {
		List<RunSnapshot> found = new ArrayList<>();
		for (Map.Entry<Long, Run> entry : arrivedBefore(before)) {
			RunSnapshot run = entry.getValue().summary();
			if (!filter.test(run)) {
				continue;
			}
			if (found.size() == limit) {
				return new Page(found, OptionalLong.of(entry.getKey() + 1));
			}
			found.add(run);
		}
		return new Page(found, OptionalLong.empty());
	}

	private List<Map.Entry<Long, Run>> arrivedBefore(OptionalLong before) {
		synchronized (lock) {
			drop();
			NavigableMap<Long, Run> arrived = runs.headMap(before.orElse(Long.MAX_VALUE), false);
			return arrived.descendingMap().entrySet().stream().map(Map.Entry::copyOf).toList();
		}
	}

	private void dropLocked() {
		synchronized (lock) {
			drop();
		}
	}

	private void drop() {
		long weight = runs.values().stream().mapToLong(Run::weight).sum();
		Iterator<Run> oldestFirst = runs.values().iterator();
		while (oldestFirst.hasNext()) {
			Run run = oldestFirst.next();
			boolean full = runs.size() > settings.maxRuns() || weight > settings.maxSize().toBytes();
			boolean old = run.sinceFinished().compareTo(settings.maxAge()) > 0;
			if (run.isFinished() && !run.isKept() && (full || old)) {
				weight -= run.weight();
				oldestFirst.remove();
				places.remove(run.id());
			}
		}
	}

	/** What came of the wish to remove a run. */
	public enum Removal {

		/** It is out of the history. */
		REMOVED,

		/** It is live, and stays. */
		LIVE,

		/** Its resource is kept, and it stays until that is removed. */
		KEPT,

		/** There is no such run. */
		UNKNOWN

	}

	/**
	 * Part of a list.
	 *
	 * @param runs newest first
	 * @param next the place that the rest of the list lies before; empty at its end
	 */
	public record Page(List<RunSnapshot> runs, OptionalLong next) {

		public Page {
			runs = List.copyOf(runs);
		}

	}

}
