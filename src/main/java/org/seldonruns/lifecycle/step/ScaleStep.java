package org.seldonruns.lifecycle.step;

import java.util.List;
import java.util.Optional;

import org.seldonruns.cluster.Cluster;
import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.run.StepName;
import org.seldonruns.run.Warning;
import org.seldonruns.seldon.resource.ObservedState;
import org.seldonruns.seldon.resource.ObservedState.Present;
import org.seldonruns.seldon.resource.ScalePatch;
import org.seldonruns.seldon.resource.SeldonDeployment;
import org.seldonruns.time.Deadline;

/** Changes the replicas of every component that is not autoscaled. */
public final class ScaleStep implements StepExecutor {

	private final Cluster cluster;

	private final RetriedRequests requests;

	public ScaleStep(Cluster cluster, RetriedRequests requests) {
		this.cluster = cluster;
		this.requests = requests;
	}

	@Override
	public StepName name() {
		return StepName.SCALE;
	}

	@Override
	public StepOutcome execute(RunContext context, Deadline deadline) {
		ObservedState state = context.watch().state();
		SeldonDeployment resource = (state instanceof Present present) ? present.resource() : context.created();
		return Interference.in(state, resource).orElseGet(() -> scale(context, resource, deadline));
	}

	private StepOutcome scale(RunContext context, SeldonDeployment resource, Deadline deadline) {
		ScalePatch scaling = ScalePatch.plan(resource, context.parameters().replicas());
		if (scaling.isEmpty()) {
			String why = resource.components().isEmpty() ? "there is no component to scale"
					: "every component is autoscaled";
			context.skipScaling(why);
			return new StepOutcome.Skipped(why);
		}
		RequestResult<SeldonDeployment> result = requests.send("scale", () -> cluster.scale(context.name(), scaling),
				deadline, context);
		return switch (result) {
			case RequestResult.Accepted<SeldonDeployment>(SeldonDeployment scaled, List<String> warnings) -> {
				context.scaled(scaled);
				warnings.forEach(warning -> context.run().warn(Warning.of(Warning.Source.API_SERVER, warning)));
				boolean changed = scaled.generation() != resource.generation();
				yield new StepOutcome.Succeeded("set " + String.join(", ", scaling.sets())
						+ (changed ? "" : "; this value was already set, so that nothing was scaled"));
			}
			case RequestResult.Rejected<SeldonDeployment> rejection when Cluster.TEST_FAILED
				.equals(rejection.reason()) ->
				findReplacement(context, resource, deadline).orElseGet(() -> changed(rejection, resource, scaling));
			case RequestResult.Rejected<SeldonDeployment> rejection when rejection.code() == 404 ->
				Interference.deleted(resource, rejection.message());
			case RequestResult.Rejected<SeldonDeployment> rejection ->
				new StepOutcome.Failed(Rejections.diagnose(rejection));
			case RequestResult.Unanswered<SeldonDeployment>(StepOutcome outcome, var uncertain) -> outcome;
		};
	}

	// The watches may lag behind the rejection.
	private Optional<StepOutcome> findReplacement(RunContext context, SeldonDeployment resource, Deadline deadline) {
		RequestResult<Optional<SeldonDeployment>> result = requests.send("find the resource",
				() -> cluster.findCreated(context.name(), context.run().id()), deadline, context);
		return switch (result) {
			case RequestResult.Accepted<Optional<SeldonDeployment>>(Optional<SeldonDeployment> found, var warnings) ->
				found.filter(same -> same.uid().equals(resource.uid())).isPresent() ? Optional.empty()
						: Optional.of(Interference.replaced(resource));
			case RequestResult.Rejected<Optional<SeldonDeployment>> rejection ->
				Interference.in(context.watch().state(), resource);
			case RequestResult.Unanswered<Optional<SeldonDeployment>>(StepOutcome outcome, var uncertain) ->
				Optional.of(outcome);
		};
	}

	private static StepOutcome changed(RequestResult.Rejected<SeldonDeployment> rejection, SeldonDeployment resource,
			ScalePatch scaling) {
		return new StepOutcome.Failed(new Diagnosis(Cause.CHANGED_BY_ANOTHER,
				"another client replaced SeldonDeployment %s or changed its predictors; nothing was scaled"
					.formatted(resource.name()),
				List.of("the API server responded with %d: the uid of the resource or the name of a predictor has changed"
					.formatted(rejection.code()),
						"the rejected patch would have set %s in the resource with uid %s"
							.formatted(String.join(", ", scaling.sets()), resource.uid()))));
	}

}
