package org.seldonruns.run.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

import org.seldonruns.run.Listeners;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunId;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.RunVersion;
import org.seldonruns.run.Subscription;
import org.seldonruns.run.request.RunRequest;
import org.seldonruns.time.Timekeeper;

import org.springframework.stereotype.Component;

/**
 * Stores the runs of this process, and drops those that {@link RetentionPolicy} selects.
 * Safe for use by many threads.
 */
@Component
public class RunHistory {

	private final RetentionPolicy retention;

	private final Object lock = new Object();

	private final RunsByArrival runs = new RunsByArrival();

	private final long number;

	private final RunChangeLog changes;

	private final Listeners listeners = new Listeners();

	/** True if a run was removed and the listeners have not been called since. */
	private boolean removalsUnreported;

	public RunHistory(HistorySettings settings, Timekeeper timekeeper) {
		this.retention = new RetentionPolicy(settings);
		this.number = RunVersion.at(timekeeper.now());
		this.changes = new RunChangeLog(number, settings.maxRuns());
	}

	/**
	 * Returns the number of this history. Positions of pages are valid only in the
	 * history with the same number.
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
		// Before the run is added: a change in between must not be missed.
		var unused = run.onSummaryChange(() -> changed(run));
		synchronized (lock) {
			runs.add(run);
			changes.changed(run);
			drop();
			removalsUnreported = false;
		}
		listeners.call();
		run.whenFinished().thenRun(this::dropAndNotify);
	}

	private void changed(Run run) {
		synchronized (lock) {
			if (runs.find(run.id()) != null) {
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
		return RunChanges.of(changed, removed, filter, known, since != known, end);
	}

	/**
	 * Finds a run.
	 * @return empty if it is not in the history
	 */
	public Optional<Run> find(RunId id) {
		Optional<Run> found;
		synchronized (lock) {
			drop();
			found = Optional.ofNullable(runs.find(id));
		}
		notifyOfRemovals();
		return found;
	}

	/**
	 * Finds the run that an earlier request of the same caller with the same idempotency
	 * key has started.
	 * @param request the request, with or without a key
	 * @return empty if there is no key, or the key is new
	 */
	public Optional<Run> findEarlier(RunRequest request) {
		synchronized (lock) {
			return runs.all().stream().filter(run -> run.request().hasKeyOf(request)).findFirst();
		}
	}

	/**
	 * Removes a finished run.
	 * @param id the id of the run
	 * @return the result
	 */
	public RunRemoval remove(RunId id) {
		RunRemoval removal = removeLocked(id);
		notifyOfRemovals();
		return removal;
	}

	private RunRemoval removeLocked(RunId id) {
		synchronized (lock) {
			drop();
			Run run = runs.find(id);
			if (run == null) {
				return RunRemoval.UNKNOWN;
			}
			if (!run.isFinished()) {
				return RunRemoval.LIVE;
			}
			if (run.isKept()) {
				return RunRemoval.KEPT;
			}
			forget(run);
			return RunRemoval.REMOVED;
		}
	}

	/**
	 * Lists runs, newest first and without their timelines.
	 * @param filter the filter; called outside any lock
	 * @param limit the maximum number of runs, at least 1
	 * @param before only runs that arrived before this place; empty means from the newest
	 * @return a page of runs
	 */
	public RunListPage list(Predicate<RunSnapshot> filter, int limit, OptionalLong before) {
		List<RunSnapshot> found = new ArrayList<>();
		for (Map.Entry<Long, Run> entry : arrivedBefore(before)) {
			RunSnapshot run = entry.getValue().summary();
			if (!filter.test(run)) {
				continue;
			}
			if (found.size() == limit) {
				return new RunListPage(found, OptionalLong.of(entry.getKey() + 1));
			}
			found.add(run);
		}
		return new RunListPage(found, OptionalLong.empty());
	}

	private List<Map.Entry<Long, Run>> arrivedBefore(OptionalLong before) {
		List<Map.Entry<Long, Run>> arrived;
		synchronized (lock) {
			drop();
			arrived = runs.before(before.orElse(Long.MAX_VALUE));
		}
		notifyOfRemovals();
		return arrived;
	}

	private void dropAndNotify() {
		synchronized (lock) {
			drop();
		}
		notifyOfRemovals();
	}

	/** Returns whether the history is full of runs that are too recent to be dropped. */
	public boolean isFullOfRecentRuns() {
		synchronized (lock) {
			return retention.isFullOfRecent(runs.all());
		}
	}

	private void drop() {
		retention.expired(runs.all()).forEach(this::forget);
	}

	private void forget(Run run) {
		runs.remove(run);
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

}
