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
import org.seldonruns.seldon.manifest.Manifest;
import org.seldonruns.web.TickingTimekeeper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RunService that nobody plays: they are queued, cancelled and removed as told, and what
 * they were asked for is kept. Their time passes only when told to.
 */
public class FakeRunService implements RunService {

	public final TickingTimekeeper time = new TickingTimekeeper();

	private final RunHistory history;

	private final List<RunRequest> requests = new ArrayList<>();

	private DryRunResult judgement = new DryRunResult.Accepted(List.of());

	private @Nullable RuntimeException refusal;

	public FakeRunService(RunHistory history) {
		this.history = history;
	}

	@Override
	public StartedRun start(RunRequest request, Manifest manifest) {
		refuse();
		Optional<Run> earlier = history.findEarlier(request);
		if (earlier.isPresent()) {
			return new StartedRun(earlier.get(), true);
		}
		requests.add(request);
		return new StartedRun(add(request), false);
	}

	/** What the one run was asked for that was started. */
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
	public DryRunResult dryRun(RunRequest request, Manifest manifest) {
		refuse();
		return judgement;
	}

	@Override
	public Optional<Run> cancel(RunId id) {
		Optional<Run> run = history.find(id);
		run.filter(found -> !found.isFinished())
			.ifPresent(found -> found.cancelWhileQueued(Diagnosis.of(Cause.CANCELLED, "cancelled on request")));
		return run;
	}

	public void judge(DryRunResult next) {
		judgement = next;
	}

	public void refuseWith(RuntimeException exception) {
		refusal = exception;
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
		refusal = null;
		judgement = new DryRunResult.Accepted(List.of());
	}

	private void refuse() {
		if (refusal != null) {
			throw refusal;
		}
	}

}
