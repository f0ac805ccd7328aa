package org.seldonruns.lifecycle.update;

import java.time.Duration;
import java.util.Optional;

import org.seldonruns.cluster.Cluster;
import org.seldonruns.lifecycle.prediction.PredictionSettings;
import org.seldonruns.lifecycle.step.Interference;
import org.seldonruns.lifecycle.step.ManifestWarnings;
import org.seldonruns.lifecycle.step.ResourcePatches;
import org.seldonruns.lifecycle.step.RunContext;
import org.seldonruns.lifecycle.step.StepExecutor;
import org.seldonruns.lifecycle.step.StepOutcome;
import org.seldonruns.lifecycle.step.WaitResult;
import org.seldonruns.lifecycle.step.Waiter;
import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.run.StepName;
import org.seldonruns.run.request.Upload;
import org.seldonruns.run.request.UploadParts;
import org.seldonruns.seldon.manifest.Manifest;
import org.seldonruns.seldon.readiness.UpdateBaseline;
import org.seldonruns.seldon.resource.ObservedState;
import org.seldonruns.seldon.resource.ObservedState.Present;
import org.seldonruns.seldon.resource.SeldonDeployment;
import org.seldonruns.seldon.resource.UpdatePatch;
import org.seldonruns.time.Deadline;
import org.seldonruns.time.Timekeeper;

/** Replaces the spec, the labels and the annotations of the resource. */
public final class UpdateStep implements StepExecutor {

	private static final String NO_EFFECT = "the update changed nothing";

	/** The watches of two kinds may lag behind each other. */
	private static final Duration WATCH_LAG = Duration.ofSeconds(2);

	private final Cluster cluster;

	private final Waiter waiter;

	private final ResourcePatches patches;

	private final Timekeeper timekeeper;

	private final PredictionSettings predictions;

	public UpdateStep(Cluster cluster, Waiter waiter, ResourcePatches patches, Timekeeper timekeeper,
			PredictionSettings predictions) {
		this.cluster = cluster;
		this.waiter = waiter;
		this.patches = patches;
		this.timekeeper = timekeeper;
		this.predictions = predictions;
	}

	@Override
	public StepName name() {
		return StepName.UPDATE;
	}

	@Override
	public StepOutcome execute(RunContext context, Deadline deadline) {
		WaitResult<ObservedState> settled = waiter.await(
				context.watch().await(state -> isSettled(state) ? Optional.of(state) : Optional.empty()),
				timekeeper.deadline(WATCH_LAG), context.cancellation());
		if (settled instanceof WaitResult.Cancelled<ObservedState>(Diagnosis why)) {
			return new StepOutcome.Cancelled(why);
		}
		ObservedState state = context.watch().state();
		return Interference.in(state, context.created())
			.orElseGet(() -> (state instanceof Present present) ? update(context, present, deadline)
					: StepOutcome.failed(Cause.CLUSTER_UNREACHABLE, "the watches do not show the resource"));
	}

	/** Returns whether the watch of pods shows those that the Deployments count. */
	private static boolean isSettled(ObservedState state) {
		return !(state instanceof Present present) || present.deployments()
			.stream()
			.allMatch(deployment -> present.pods()
				.stream()
				.filter(pod -> pod.deployment().equals(deployment.name()) && pod.isReady())
				.count() >= deployment.available());
	}

	private StepOutcome update(RunContext context, Present present, Deadline deadline) {
		UploadParts parts = context.run().request().parts();
		Upload update = (parts != null) ? parts.update() : null;
		if (parts == null || update == null) {
			throw new IllegalStateException("the update of the run is unknown");
		}
		Manifest manifest = Manifest.parse(update.bytes());
		UpdatePatch patch = UpdatePatch.plan(present.resource().uid(),
				Manifest.parse(parts.manifest().bytes()).document(), manifest.document());
		RunningUpdate running = new RunningUpdate(UpdateBaseline.of(present),
				new AvailabilityMonitor(context, present, cluster, timekeeper, predictions));
		context.share(RunningUpdate.class, running);
		running.monitor().start();
		StepOutcome outcome = patches.send(
				new ResourcePatches.Patch("update", "labels and annotations", "replaced the spec",
						() -> cluster.update(context.run().request(), manifest.apiVersion(), patch)),
				context, present.resource(), deadline, (updated, headers) -> {
					ManifestWarnings.of(manifest, update, headers)
						.forEach(warning -> context.run().warn(warning.about("part update")));
					return updated(context, present.resource(), updated);
				});
		if (!(outcome instanceof StepOutcome.Succeeded) || context.skipReason(StepName.AWAIT_UPDATED).isPresent()) {
			running.close();
		}
		return outcome;
	}

	private static StepOutcome updated(RunContext context, SeldonDeployment before, SeldonDeployment after) {
		if (!UpdatePatch.isWithoutEffect(before, after)) {
			return new StepOutcome.Succeeded("replaced the spec; its generation is " + after.generation());
		}
		context.skip(NO_EFFECT, StepName.AWAIT_UPDATED, StepName.PREDICT_UPDATED);
		context.warn(NO_EFFECT + ": the resource already had the spec, the labels and the annotations of the update");
		return new StepOutcome.Succeeded(NO_EFFECT);
	}

}
