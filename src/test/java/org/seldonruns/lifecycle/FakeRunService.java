package org.seldonruns.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunId;
import org.seldonruns.run.request.RunRequest;
import org.seldonruns.run.Step;
import org.seldonruns.run.history.RunFilter;
import org.seldonruns.run.history.RunHistory;
import org.seldonruns.seldon.manifest.UploadedManifests;
import org.seldonruns.web.TickingTimekeeper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RunService that executes no runs: it records the requests, and queues, cancels and
 * removes runs as the test requests. Its time passes only when the test advances it.
 */
public class FakeRunService implements RunService {

	public final TickingTimekeeper time = new TickingTimekeeper();

	private final RunHistory history;

	private final List<RunRequest> requests = new ArrayList<>();

	private DryRunResult dryRunResult = new DryRunResult.Accepted(List.of(), List.of());

	private @Nullable RuntimeException rejection;

	public FakeRunService(RunHistory history) {
		this.history = history;
	}

	@Override
	public StartedRun start(RunRequest request, UploadedManifests manifests) {
		rejectIfSet();
		Optional<Run> earlier = history.findEarlier(request);
		if (earlier.isPresent()) {
			return new StartedRun(earlier.get(), true);
		}
		requests.add(request);
		return new StartedRun(add(request), false);
	}

	/** Returns the request of the only run that was started. */
	public RunRequest started() {
		assertThat(requests).hasSize(1);
		return requests.getFirst();
	}

	public Run add(RunRequest request) {
		Run run = new Run(RunId.next(), request, 100, time);
		history.add(run);
		return run;
	}

	@Override
	public DryRunResult dryRun(RunRequest request, UploadedManifests manifests) {
		rejectIfSet();
		return dryRunResult;
	}

	@Override
	public Optional<Run> cancel(RunId id) {
		Optional<Run> run = history.find(id);
		run.filter(found -> !found.isFinished())
			.ifPresent(found -> found.cancelWhileQueued(Diagnosis.of(Cause.CANCELLED, "cancelled on request")));
		return run;
	}

	public void dryRunReturns(DryRunResult next) {
		dryRunResult = next;
	}

	public void rejectWith(RuntimeException exception) {
		rejection = exception;
	}

	public List<RunRequest> requests() {
		return requests;
	}

	private void remove(RunId id) {
		Run run = history.find(id).orElseThrow();
		for (Step step : run.summary().steps()) {
			if (!step.status().isTerminal()) {
				run.skip(step.name(), "the test is over");
			}
		}
		history.remove(id);
	}

	public void reset() {
		history.list(new RunFilter(null, null, Map.of()), Integer.MAX_VALUE, OptionalLong.empty())
			.runs()
			.forEach(run -> remove(run.id()));
		requests.clear();
		rejection = null;
		dryRunResult = new DryRunResult.Accepted(List.of(), List.of());
	}

	private void rejectIfSet() {
		if (rejection != null) {
			throw rejection;
		}
	}

}
