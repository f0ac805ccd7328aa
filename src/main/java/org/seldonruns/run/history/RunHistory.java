package org.seldonruns.run.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.seldonruns.run.Listeners;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunId;
import org.seldonruns.run.RunRequest;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.RunVersion;
import org.seldonruns.run.Subscription;
import org.seldonruns.time.Timekeeper;

import org.springframework.stereotype.Component;

/**
 * Stores the runs of this process. The finished ones are limited in number, age and
 * memory: when there are too many, the oldest of them are dropped, but none before its
 * minimum age. Live runs and runs whose resource is kept do not count and are never
 * dropped. Safe for use by many threads.
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

	/** Whether a run has left the history and the listeners have not been called. */
	private boolean removalsUnreported;

	public RunHistory(HistorySettings settings, Timekeeper timekeeper) {
		this.settings = settings;
		this.number = RunVersion.at(timekeeper.now());
		this.changes = new ChangeOrder(number, settings.maxRuns());
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
			removalsUnreported = false;
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
	 * Adds a listener for changes of the list of runs.
	 * @param listener called outside any lock, on the thread that makes the change; must
	 * be quick and must not block
	 * @return removes the listener when closed
	 */
	public Subscription onChange(Runnable listener) {
		return listeners.add(listener);
	}

	/**
	 * Returns the changes of the list since an earlier answer, except those of timelines
	 * alone.
	 * @param since where an earlier answer ended; 0 means that nothing is known yet
	 * @param filter the filter; called outside any lock
	 * @return the changes; all runs if the number is too old or another process's
	 */
	public RunChanges changesSince(long since, RunFilter filter) {
		List<ChangedRun> changed;
		List<RunChange.Removed> removed;
		long known;
		long end;
		synchronized (lock) {
			drop();
			known = changes.isKnown(since) ? since : 0;
			changed = changes.since(known);
			removed = (known > 0) ? changes.removedSince(known) : List.of();
			end = changes.last();
		}
		notifyOfRemovals();
		Stream<RunChange> runs = changed.stream().flatMap(run -> run.through(filter, known).stream());
		Stream<RunChange> removals = removed.stream()
			.map(RunChange.class::cast)
			.filter(removal -> filter.includes(removal.namespace()));
		return new RunChanges(since != known,
				Stream.concat(runs, removals).sorted(Comparator.comparingLong(RunChange::number)).toList(), end);
	}

	/**
	 * Finds a run.
	 * @param id the id of the run
	 * @return empty if it is not in the history
	 */
	public Optional<Run> find(RunId id) {
		Optional<Run> found;
		synchronized (lock) {
			drop();
			found = Optional.ofNullable(places.get(id)).map(runs::get);
		}
		notifyOfRemovals();
		return found;
	}

	/**
	 * Finds the run that an earlier request of the same caller with the same idempotency
	 * key has started.
	 * @param request with a key or without
	 * @return empty if there is no key, or the key is new
	 */
	public Optional<Run> findEarlier(RunRequest request) {
		synchronized (lock) {
			return runs.values().stream().filter(run -> run.request().hasKeyOf(request)).findFirst();
		}
	}

	/**
	 * Removes a finished run.
	 * @param id the id of the run
	 * @return the result
	 */
	public Removal remove(RunId id) {
		Removal removal = removeLocked(id);
		notifyOfRemovals();
		return removal;
	}

	private Removal removeLocked(RunId id) {
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
			forget(run);
			return Removal.REMOVED;
		}
	}

	/**
	 * Lists runs, newest first and without their timelines.
	 * @param filter the filter; called outside any lock
	 * @param limit the maximum number of runs, at least 1
	 * @param before only runs that arrived before this place; empty means from the newest
	 * @return a page of runs
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
		List<Map.Entry<Long, Run>> arrived;
		synchronized (lock) {
			drop();
			arrived = runs.headMap(before.orElse(Long.MAX_VALUE), false)
				.descendingMap()
				.entrySet()
				.stream()
				.map(Map.Entry::copyOf)
				.toList();
		}
		notifyOfRemovals();
		return arrived;
	}

	private void dropLocked() {
		synchronized (lock) {
			drop();
		}
		notifyOfRemovals();
	}

	/**
	 * Returns whether the history is full of runs that are too recent to be dropped.
	 * @return true if no run should be added now
	 */
	public boolean isFullOfRecentRuns() {
		synchronized (lock) {
			List<Run> recent = droppable().filter(this::isRecent).toList();
			return recent.size() >= settings.maxRuns() || weight(recent) >= settings.maxSize().toBytes();
		}
	}

	private void drop() {
		List<Run> oldestFirst = droppable().toList();
		int count = oldestFirst.size();
		long weight = weight(oldestFirst);
		for (Run run : oldestFirst) {
			boolean full = count > settings.maxRuns() || weight > settings.maxSize().toBytes();
			boolean old = run.sinceFinished().compareTo(settings.maxAge()) > 0;
			if (old || (full && !isRecent(run))) {
				count--;
				weight -= run.weight();
				runs.remove(places.get(run.id()));
				forget(run);
			}
		}
	}

	private Stream<Run> droppable() {
		return runs.values().stream().filter(run -> run.isFinished() && !run.isKept());
	}

	private boolean isRecent(Run run) {
		return run.sinceFinished().compareTo(settings.minAge()) < 0;
	}

	private static long weight(List<Run> runs) {
		return runs.stream().mapToLong(Run::weight).sum();
	}

	private void forget(Run run) {
		places.remove(run.id());
		changes.removed(run);
		removalsUnreported = true;
	}

	/** Calls the listeners, outside the lock, if a run has left the history. */
	private void notifyOfRemovals() {
		boolean unreported;
		synchronized (lock) {
			unreported = removalsUnreported;
			removalsUnreported = false;
		}
		if (unreported) {
			listeners.call();
		}
	}

	/** The result of a removal. */
	public enum Removal {

		/** The run was removed. */
		REMOVED,

		/** The run is live and stays. */
		LIVE,

		/** The resource of the run is kept, so the run stays. */
		KEPT,

		/** There is no such run. */
		UNKNOWN

	}

	/**
	 * A page of the list of runs.
	 *
	 * @param runs newest first
	 * @param next the position before which the next page starts; empty on the last page
	 */
	public record Page(List<RunSnapshot> runs, OptionalLong next) {

		public Page {
			runs = List.copyOf(runs);
		}

	}

}
