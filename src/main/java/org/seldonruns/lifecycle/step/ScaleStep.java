package org.seldonruns.lifecycle.step;

import org.seldonruns.cluster.Cluster;
import org.seldonruns.run.StepName;
import org.seldonruns.run.Warning;
import org.seldonruns.seldon.resource.ScalePatch;
import org.seldonruns.seldon.resource.SeldonDeployment;
import org.seldonruns.time.Deadline;

/** Changes the replicas of every component that is not autoscaled. */
public final class ScaleStep implements StepExecutor {

	private final Cluster cluster;

	private final ResourcePatches patches;

	public ScaleStep(Cluster cluster, ResourcePatches patches) {
		this.cluster = cluster;
		this.patches = patches;
	}

	@Override
	public StepName name() {
		return StepName.SCALE;
	}

	@Override
	public StepOutcome execute(RunContext context, Deadline deadline) {
		SeldonDeployment resource = context.currentResource();
		return Interference.in(context.watch().state(), resource).orElseGet(() -> scale(context, resource, deadline));
	}

	private StepOutcome scale(RunContext context, SeldonDeployment resource, Deadline deadline) {
		ScalePatch scaling = ScalePatch.plan(resource, context.parameters().replicas());
		if (scaling.isEmpty()) {
			String why = resource.components().isEmpty() ? "there is no component to scale"
					: "every component is autoscaled";
			context.skip(why, StepName.AWAIT_SCALED, StepName.PREDICT_SCALED);
			return new StepOutcome.Skipped(why);
		}
		String sets = String.join(", ", scaling.sets());
		ResourcePatches.Patch patch = new ResourcePatches.Patch("scale", "predictors", "set " + sets,
				() -> cluster.scale(context.name(), scaling));
		return patches.send(patch, context, resource, deadline, (scaled, warnings) -> {
			warnings.forEach(warning -> context.run().warn(Warning.of(Warning.Source.API_SERVER, warning)));
			boolean changed = scaled.generation() != resource.generation();
			return new StepOutcome.Succeeded(
					"set " + sets + (changed ? "" : "; this value was already set, so that nothing was scaled"));
		});
	}

}
