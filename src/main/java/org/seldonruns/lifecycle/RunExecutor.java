package org.seldonruns.lifecycle;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.seldonruns.cluster.Cluster;
import org.seldonruns.cluster.ResourceWatch;
import org.seldonruns.lifecycle.kept.KeptRuns;
import org.seldonruns.lifecycle.prediction.PredictStep;
import org.seldonruns.lifecycle.prediction.PredictionSettings;
import org.seldonruns.lifecycle.step.AwaitReadyStep;
import org.seldonruns.lifecycle.step.AwaitScaledStep;
import org.seldonruns.lifecycle.step.Cancellation;
import org.seldonruns.lifecycle.step.CreateStep;
import org.seldonruns.lifecycle.step.DeleteStep;
import org.seldonruns.lifecycle.step.DiagnosisSettings;
import org.seldonruns.lifecycle.step.ReadinessWait;
import org.seldonruns.lifecycle.step.ResourcePatches;
import org.seldonruns.lifecycle.step.RetriedRequests;
import org.seldonruns.lifecycle.step.RunContext;
import org.seldonruns.lifecycle.step.ScaleStep;
import org.seldonruns.lifecycle.step.StepExecutor;
import org.seldonruns.lifecycle.step.StepOutcome;
import org.seldonruns.lifecycle.step.StepProgress;
import org.seldonruns.lifecycle.step.Waiter;
import org.seldonruns.lifecycle.update.AwaitUpdatedStep;
import org.seldonruns.lifecycle.update.UpdateSettings;
import org.seldonruns.lifecycle.update.UpdateStep;
import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.run.Run;
import org.seldonruns.run.Step;
import org.seldonruns.run.StepName;
import org.seldonruns.run.StepStatus;
import org.seldonruns.seldon.resource.SeldonDeployment;
import org.seldonruns.time.Timekeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Executes the steps of a run in order on the calling thread. After a step that failed or
 * was cancelled, the following ones are skipped, except DELETE, which is executed if the
 * resource may have been created.
 */
@Component
class RunExecutor {

	private static final Logger log = LoggerFactory.getLogger(RunExecutor.class);

	private final Cluster cluster;

	private final Timekeeper timekeeper;

	private final KeptRuns keptRuns;

	private final List<StepExecutor> steps;

	private final StepExecutor delete;

	RunExecutor(Cluster cluster, KeptRuns keptRuns, Timekeeper timekeeper, DiagnosisSettings settings,
			PredictionSettings predictions, UpdateSettings updates) {
		this.cluster = cluster;
		this.keptRuns = keptRuns;
		this.timekeeper = timekeeper;
		Waiter waiter = new Waiter(timekeeper);
		ReadinessWait wait = new ReadinessWait(cluster, timekeeper, settings);
		RetriedRequests requests = new RetriedRequests(waiter, timekeeper, settings.webhookUnavailable());
		ResourcePatches patches = new ResourcePatches(cluster, requests);
		this.steps = List.of(new CreateStep(cluster, waiter, requests), new AwaitReadyStep(wait),
				new PredictStep(StepName.PREDICT, cluster, timekeeper, predictions), new ScaleStep(cluster, patches),
				new AwaitScaledStep(wait), new PredictStep(StepName.PREDICT_SCALED, cluster, timekeeper, predictions),
				new UpdateStep(cluster, waiter, patches, timekeeper, predictions), new AwaitUpdatedStep(wait, updates),
				new PredictStep(StepName.PREDICT_UPDATED, cluster, timekeeper, predictions));
		this.delete = new DeleteStep(cluster, waiter, requests, timekeeper);
	}

	/**
	 * Executes a run until it is finished. Errors fail the run; none is thrown.
	 * @param live the run
	 */
	void execute(LiveRun live) {
		Run run = live.run();
		Optional<Diagnosis> cancelled = live.cancellation().reason();
		if (cancelled.isPresent()) {
			run.cancelWhileQueued(cancelled.get());
			return;
		}
		try (ResourceWatch watch = cluster.watch(run);
				RunContext context = new RunContext(run, watch, live.cancellation())) {
			executeUntilFailure(context);
			if (keepsResource(context)) {
				return;
			}
			if (context.mayHaveCreated()) {
				execute(delete, context, context.parameters().deleteTimeout());
				return;
			}
			run.skip(StepName.DELETE, "nothing was created");
		}
		catch (RuntimeException | Error ex) {
			failRemainingSteps(run, internalError("Run", ex));
		}
	}

	private boolean keepsResource(RunContext context) {
		Duration kept = context.parameters().keepOnFailure();
		boolean failed = context.run().summary().failure().isPresent() && context.cancellation().reason().isEmpty();
		return kept != null && failed && context.isCreated() && keptRuns.keep(context, kept);
	}

	/**
	 * Deletes the resource of a run that another process executed.
	 * @param run a run whose only unfinished step is DELETE
	 * @param resource the resource
	 */
	void cleanUp(Run run, SeldonDeployment resource) {
		try (ResourceWatch watch = cluster.watch(run);
				RunContext context = new RunContext(run, watch, new Cancellation())) {
			context.created(resource);
			execute(delete, context, context.parameters().deleteTimeout());
		}
		catch (RuntimeException | Error ex) {
			failRemainingSteps(run, internalError("Run", ex));
		}
	}

	/** Fails the current step after an error outside of the steps. */
	private static void failRemainingSteps(Run run, Diagnosis diagnosis) {
		String skipReason = null;
		for (Step past : run.summary().steps()) {
			StepName step = past.name();
			StepStatus status = past.status();
			if (status.isTerminal()) {
				continue;
			}
			if (skipReason != null) {
				run.skip(step, skipReason);
				continue;
			}
			if (status == StepStatus.PENDING) {
				run.begin(step, null);
			}
			run.fail(step, diagnosis);
			skipReason = step + " failed";
		}
	}

	private void executeUntilFailure(RunContext context) {
		List<StepName> names = StepName.of(context.parameters());
		String skipReason = null;
		for (StepExecutor step : steps) {
			if (!names.contains(step.name())) {
				continue;
			}
			if (skipReason != null) {
				context.run().skip(step.name(), skipReason);
				continue;
			}
			Optional<Diagnosis> cancelled = context.cancellation().reason();
			if (cancelled.isPresent()) {
				context.run().cancel(step.name(), cancelled.get());
				skipReason = step.name() + " was cancelled";
				continue;
			}
			skipReason = execute(step, context, context.parameters().timeout());
		}
	}

	/**
	 * Executes one step.
	 * @return why the following steps are skipped; null if it succeeded
	 */
	private @Nullable String execute(StepExecutor step, RunContext context, Duration timeout) {
		Run run = context.run();
		run.begin(step.name(), timeout);
		return switch (outcome(step, context, timeout)) {
			case StepOutcome.Succeeded(String detail) -> {
				run.succeed(step.name(), detail);
				yield null;
			}
			case StepOutcome.Skipped(String detail) -> {
				run.skip(step.name(), detail);
				yield null;
			}
			case StepOutcome.Failed(var diagnosis) -> {
				run.fail(step.name(), diagnosis);
				yield step.name() + " failed";
			}
			case StepOutcome.Cancelled(var diagnosis) -> {
				run.cancel(step.name(), diagnosis);
				yield step.name() + " was cancelled";
			}
		};
	}

	private StepOutcome outcome(StepExecutor step, RunContext context, Duration timeout) {
		try (StepProgress progress = new StepProgress(context.run(), step.name(), timekeeper)) {
			context.reportTo(progress);
			return context.skipReason(step.name())
				.<StepOutcome>map(StepOutcome.Skipped::new)
				.orElseGet(() -> step.execute(context, timekeeper.deadline(timeout)));
		}
		catch (RuntimeException | Error ex) {
			// A bug must not leave the run unfinished or its resource in the cluster.
			if (step.name() == StepName.CREATE && !context.isCreated()) {
				context.markUncertain();
			}
			return new StepOutcome.Failed(internalError("Step " + step.name(), ex));
		}
	}

	private static Diagnosis internalError(String what, Throwable thrown) {
		String id = UUID.randomUUID().toString();
		log.error("{} failed unexpectedly (error id {})", what, id, thrown);
		return Diagnosis.of(Cause.INTERNAL_ERROR,
				"the service failed unexpectedly; its log has the details under the error id " + id);
	}

}
