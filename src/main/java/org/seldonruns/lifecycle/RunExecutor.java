package org.seldonruns.lifecycle;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.seldonruns.cluster.Cluster;
import org.seldonruns.cluster.ResourceWatch;
import org.seldonruns.lifecycle.kept.KeptRuns;
import org.seldonruns.lifecycle.step.AwaitReadyStep;
import org.seldonruns.lifecycle.step.AwaitScaledStep;
import org.seldonruns.lifecycle.step.Cancellation;
import org.seldonruns.lifecycle.step.CreateStep;
import org.seldonruns.lifecycle.step.DeleteStep;
import org.seldonruns.lifecycle.step.DiagnosisSettings;
import org.seldonruns.lifecycle.step.ReadinessWait;
import org.seldonruns.lifecycle.step.RunContext;
import org.seldonruns.lifecycle.step.ScaleStep;
import org.seldonruns.lifecycle.step.StepExecutor;
import org.seldonruns.lifecycle.step.StepOutcome;
import org.seldonruns.lifecycle.step.Waiter;
import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.run.Run;
import org.seldonruns.run.StepName;
import org.seldonruns.run.StepStatus;
import org.seldonruns.seldon.resource.SeldonDeployment;
import org.seldonruns.time.Timekeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Plays the steps of a run, one after the other on the calling thread. The first step
 * that does not end well ends the way to the last one; DELETE is played whenever
 * something may have been created, whatever happened.
 */
@Component
class RunExecutor {

	private static final Logger log = LoggerFactory.getLogger(RunExecutor.class);

	private final Cluster cluster;

	private final Timekeeper timekeeper;

	private final KeptRuns keptRuns;

	private final List<StepExecutor> steps;

	private final StepExecutor delete;

	RunExecutor(Cluster cluster, KeptRuns keptRuns, Timekeeper timekeeper, DiagnosisSettings settings) {
		this.cluster = cluster;
		this.keptRuns = keptRuns;
		this.timekeeper = timekeeper;
		Waiter waiter = new Waiter(timekeeper);
		ReadinessWait wait = new ReadinessWait(cluster, timekeeper, settings);
		this.steps = List.of(new CreateStep(cluster, waiter), new AwaitReadyStep(wait), new ScaleStep(cluster, waiter),
				new AwaitScaledStep(wait));
		this.delete = new DeleteStep(cluster, waiter, timekeeper);
	}

	/**
	 * Plays a run to its end. Nothing is thrown: what goes wrong is the run's.
	 * @param live the run
	 */
	void play(LiveRun live) {
		Run run = live.run();
		Optional<Diagnosis> stopped = live.cancellation().reason();
		if (stopped.isPresent()) {
			run.cancelWhileQueued(stopped.get());
			return;
		}
		try (ResourceWatch watch = cluster.watch(run)) {
			RunContext rehearsal = new RunContext(run, watch, live.cancellation());
			playUntilUnhappy(rehearsal);
			if (isKept(rehearsal)) {
				return;
			}
			if (rehearsal.mayHaveCreated()) {
				play(delete, rehearsal, rehearsal.parameters().deleteTimeout());
				return;
			}
			run.skip(StepName.DELETE, "nothing was created");
		}
		catch (RuntimeException | Error ex) {
			abandon(run, brokenDown("Run", ex));
		}
	}

	private boolean isKept(RunContext rehearsal) {
		Duration kept = rehearsal.parameters().keepOnFailure();
		boolean failed = rehearsal.run().summary().failure().isPresent() && rehearsal.cancellation().reason().isEmpty();
		return kept != null && failed && rehearsal.isCreated() && keptRuns.keep(rehearsal, kept);
	}

	/**
	 * Removes what a run has left that another process played.
	 * @param run the run, of which only DELETE is left
	 * @param resource what it created
	 */
	void cleanUp(Run run, SeldonDeployment resource) {
		try (ResourceWatch watch = cluster.watch(run)) {
			RunContext rehearsal = new RunContext(run, watch, new Cancellation());
			rehearsal.created(resource);
			play(delete, rehearsal, rehearsal.parameters().deleteTimeout());
		}
		catch (RuntimeException | Error ex) {
			abandon(run, brokenDown("Run", ex));
		}
	}

	/** Gives a run that broke down outside of its steps an end. */
	private static void abandon(Run run, Diagnosis diagnosis) {
		String whyNot = null;
		for (StepName step : StepName.values()) {
			StepStatus status = run.summary().step(step).status();
			if (status.isTerminal()) {
				continue;
			}
			if (whyNot != null) {
				run.skip(step, whyNot);
				continue;
			}
			if (status == StepStatus.PENDING) {
				run.begin(step);
			}
			run.fail(step, diagnosis);
			whyNot = step + " failed";
		}
	}

	private void playUntilUnhappy(RunContext rehearsal) {
		String whyNot = null;
		for (StepExecutor step : steps) {
			if (whyNot != null) {
				rehearsal.run().skip(step.name(), whyNot);
				continue;
			}
			Optional<Diagnosis> stopped = rehearsal.cancellation().reason();
			if (stopped.isPresent()) {
				rehearsal.run().cancel(step.name(), stopped.get());
				whyNot = step.name() + " was cancelled";
				continue;
			}
			whyNot = play(step, rehearsal, rehearsal.parameters().timeout());
		}
	}

	/**
	 * Plays one step.
	 * @return why the steps after it are left out; none where it ended well
	 */
	private @Nullable String play(StepExecutor step, RunContext rehearsal, Duration timeout) {
		Run run = rehearsal.run();
		run.begin(step.name());
		StepOutcome outcome = outcome(step, rehearsal, timeout);
		switch (outcome) {
			case StepOutcome.Succeeded(String detail) -> run.succeed(step.name(), detail);
			case StepOutcome.Skipped(String detail) -> run.skip(step.name(), detail);
			case StepOutcome.Failed(var diagnosis) -> run.fail(step.name(), diagnosis);
			case StepOutcome.Cancelled(var diagnosis) -> run.cancel(step.name(), diagnosis);
		}
		return switch (outcome) {
			case StepOutcome.Succeeded succeeded -> null;
			case StepOutcome.Skipped skipped -> null;
			case StepOutcome.Failed failed -> step.name() + " failed";
			case StepOutcome.Cancelled cancelled -> step.name() + " was cancelled";
		};
	}

	private StepOutcome outcome(StepExecutor step, RunContext rehearsal, Duration timeout) {
		try {
			return step.play(rehearsal, timekeeper.deadline(timeout));
		}
		catch (RuntimeException | Error ex) {
			// A bug of ours must not leave the run without an end, nor its resource
			// behind.
			if (step.name() == StepName.CREATE && !rehearsal.isCreated()) {
				rehearsal.doubt();
			}
			return new StepOutcome.Failed(brokenDown("Step " + step.name(), ex));
		}
	}

	private static Diagnosis brokenDown(String what, Throwable thrown) {
		String id = UUID.randomUUID().toString();
		log.error("{} broke down, error {}", what, id, thrown);
		return Diagnosis.of(Cause.INTERNAL_ERROR, "the service itself failed; its log tells more under " + id);
	}

}
