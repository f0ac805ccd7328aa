package org.seldonruns.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.seldonruns.lifecycle.Judgement;
import org.seldonruns.lifecycle.Runs;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunHistory;
import org.seldonruns.run.RunId;
import org.seldonruns.run.RunRequest;
import org.seldonruns.seldon.Manifest;
import org.seldonruns.time.Timekeeper;

/**
 * Runs that nobody plays: they are queued, cancelled and removed as told, and what they
 * were asked for is kept.
 */
class FakeRuns implements Runs {

	private final RunHistory history;

	private final Timekeeper timekeeper;

	private final List<RunRequest> requests = new ArrayList<>();

	private Judgement judgement = new Judgement.Acceptable(List.of());

	private @Nullable RuntimeException refusal;

	FakeRuns(RunHistory history, Timekeeper timekeeper) {
		this.history = history;
		this.timekeeper = timekeeper;
	}

	@Override
	public Run start(RunRequest request, Manifest manifest) {
		refuse();
		requests.add(request);
		return add(RunId.next(), request);
	}

	Run add(RunId id, RunRequest request) {
		Run run = new Run(id, request, 100, timekeeper);
		history.add(run);
		return run;
	}

	@Override
	public Judgement dryRun(RunRequest request, Manifest manifest) {
		refuse();
		return judgement;
	}

	@Override
	public Optional<Run> cancel(RunId id) {
		Optional<Run> run = history.find(id);
		run.ifPresent(found -> found.cancelWhileQueued("cancelled on request"));
		return run;
	}

	@Override
	public Removal remove(RunId id) {
		Optional<Run> run = history.find(id);
		if (run.isEmpty()) {
			return Removal.UNKNOWN;
		}
		if (!run.get().isFinished()) {
			return Removal.LIVE;
		}
		history.remove(id);
		return Removal.REMOVED;
	}

	void judge(Judgement next) {
		judgement = next;
	}

	void refuseWith(RuntimeException exception) {
		refusal = exception;
	}

	RunRequest lastRequest() {
		return requests.getLast();
	}

	int started() {
		return requests.size();
	}

	void reset() {
		history
			.list(new org.seldonruns.run.RunFilter(null, null, java.util.Map.of()), Integer.MAX_VALUE,
					java.util.OptionalLong.empty())
			.runs()
			.forEach(run -> history.remove(run.id()));
		requests.clear();
		refusal = null;
		judgement = new Judgement.Acceptable(List.of());
	}

	private void refuse() {
		if (refusal != null) {
			throw refusal;
		}
	}

}
