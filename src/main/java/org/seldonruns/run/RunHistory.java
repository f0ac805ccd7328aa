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
import java.util.function.Predicate;

import org.seldonruns.time.Timekeeper;

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

	private final long number;

	private final ChangeOrder changes;

	private final Listeners listeners = new Listeners();

	private long lastPlace;

	public RunHistory(HistorySettings settings, Timekeeper timekeeper) {
		this.settings = settings;
		this.number = RunVersion.at(timekeeper.now());
		this.changes = new ChangeOrder(number);
	}

	/**
	 * Returns the number that tells this history from those of other processes. Places of
	 * pages mean nothing in another history.
	 * @return when the history began, in microseconds since 1970
	 */
	public long number() {
		return number;
	}

	/**
	 * Adds a run as the newest.
	 * @param run a run that is not in the history yet
	 */
	public void add(Run run) {
		// First, so that no change comes between.
		var unused = run.onSummaryChange(() -> changed(run));
		synchronized (lock) {
			runs.put(++lastPlace, run);
			places.put(run.id(), lastPlace);
			changes.changed(run);
			drop();
		}
		listeners.call();
		run.whenFinished().thenRun(this::dropLocked);
	}

	private void changed(Run run) {
		synchronized (lock) {
			if (places.containsKey(run.id())) {
				changes.changed(run);
			}
		}
		listeners.call();
	}

	/**
	 * Tells somebody whenever the list of runs shows something new.
	 * @param listener is told outside any lock, on the thread that makes the change; must
	 * be quick and must not block
	 * @return ends it
	 */
	public Subscription onChange(Runnable listener) {
		return listeners.add(listener);
	}

	/**
	 * The runs that have changed otherwise than in their timelines.
	 * @param since where an earlier answer ended; 0 means before all, and so does a
	 * number that was never an answer's
	 * @param filter which runs; asked outside any lock
	 * @return the changes, and where they end
	 */
	public Changes changesSince(long since, Predicate<RunSnapshot> filter) {
		List<Map.Entry<Long, Run>> changed;
		long end;
		synchronized (lock) {
			end = changes.last();
			changed = changes.since((since > end) ? 0 : since);
		}
		return new Changes(changed.stream()
			.map(entry -> new Change(entry.getKey(), entry.getValue().summary()))
			.filter(change -> filter.test(change.run()))
			.toList(), end);
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
	 * Finds the run that an earlier request of the same caller with the same idempotency
	 * key has started.
	 * @param request with a key or without
	 * @return the run; none where there is no key, or it is new
	 */
	public Optional<Run> findEarlier(RunRequest request) {
		synchronized (lock) {
			return runs.values().stream().filter(run -> run.request().hasKeyOf(request)).findFirst();
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
			forget(id);
			return Removal.REMOVED;
		}
	}

	/**
	 * Lists runs, newest first and without their timelines.
	 * @param filter which; asked outside any lock
	 * @param limit the most runs of the answer, at least 1
	 * @param before only runs that arrived before this place; empty means from the newest
	 * @return the runs, and where to go on
	 */
	public Page list(Predicate<RunSnapshot> filter, int limit, OptionalLong before) {
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
				forget(run.id());
			}
		}
	}

	private void forget(RunId id) {
		places.remove(id);
		changes.forget(id);
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
	 * What has changed in the list.
	 *
	 * @param changes one a run, the oldest first
	 * @param end the number of the last change of any run, whether it is among them or
	 * not
	 */
	public record Changes(List<Change> changes, long end) {

		public Changes {
			changes = List.copyOf(changes);
		}

	}

	/**
	 * A change of a run.
	 *
	 * @param number rises from one change of any run to the next
	 * @param run as it stands, without its timeline
	 */
	public record Change(long number, RunSnapshot run) {
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
