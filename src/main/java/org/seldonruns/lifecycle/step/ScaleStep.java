package org.seldonruns.lifecycle.step;

import java.util.List;
import java.util.Optional;

import org.seldonruns.cluster.Cluster;
import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.run.StepName;
import org.seldonruns.seldon.resource.ResourceState.Present;
import org.seldonruns.seldon.resource.ResourceState;
import org.seldonruns.seldon.resource.Scaling;
import org.seldonruns.seldon.resource.SeldonDeployment;
import org.seldonruns.time.Deadline;

/** Changes the replicas of every component that is not autoscaled. */
public final class ScaleStep implements StepExecutor {

	private final Cluster cluster;

	private final RetriedRequests attempts;

	public ScaleStep(Cluster cluster, Waiter waiter) {
		this.cluster = cluster;
		this.attempts = new RetriedRequests(waiter);
	}

	@Override
	public StepName name() {
		return StepName.SCALE;
	}

	@Override
	public StepOutcome play(RunContext rehearsal, Deadline deadline) {
		ResourceState state = rehearsal.watch().state();
		SeldonDeployment resource = (state instanceof Present present) ? present.resource() : rehearsal.created();
		return Interference.in(state, resource).orElseGet(() -> scale(rehearsal, resource, deadline));
	}

	private StepOutcome scale(RunContext rehearsal, SeldonDeployment resource, Deadline deadline) {
		Scaling scaling = Scaling.plan(resource, rehearsal.parameters().replicas());
		if (scaling.isEmpty()) {
			String why = resource.components().isEmpty() ? "there is no component to scale"
					: "every component is autoscaled";
			rehearsal.notScaled(why);
			return new StepOutcome.Skipped(why);
		}
		Asked<SeldonDeployment> asked = attempts.ask(() -> cluster.scale(rehearsal.name(), scaling), deadline,
				rehearsal.cancellation());
		return switch (asked) {
			case Asked.Done<SeldonDeployment>(SeldonDeployment scaled, List<String> warnings) -> {
				rehearsal.scaled(scaled);
				boolean changed = scaled.generation() != resource.generation();
				yield new StepOutcome.Succeeded(detail(scaling, changed, warnings));
			}
			case Asked.Refused<SeldonDeployment> refused when Cluster.TEST_FAILED.equals(refused.reason()) ->
				anotherOne(rehearsal, resource, deadline).orElseGet(() -> changed(refused, resource, scaling));
			case Asked.Refused<SeldonDeployment> refused when refused.code() == 404 ->
				Interference.deleted(resource, refused.message());
			case Asked.Refused<SeldonDeployment> refused -> new StepOutcome.Failed(Rejections.diagnose(refused));
			case Asked.NoAnswer<SeldonDeployment>(StepOutcome outcome) -> outcome;
		};
	}

	private static String detail(Scaling scaling, boolean changed, List<String> warnings) {
		String set = "set " + String.join(", ", scaling.sets())
				+ (changed ? "" : ", which it was already: nothing is scaled");
		return warnings.isEmpty() ? set : set + "; the API server warns: " + String.join("; ", warnings);
	}

	// The watches may not have shown yet what the refusal already knows.
	private Optional<StepOutcome> anotherOne(RunContext rehearsal, SeldonDeployment resource, Deadline deadline) {
		Asked<Optional<SeldonDeployment>> asked = attempts
			.ask(() -> cluster.findCreated(rehearsal.name(), rehearsal.run().id()), deadline, rehearsal.cancellation());
		return switch (asked) {
			case Asked.Done<Optional<SeldonDeployment>>(Optional<SeldonDeployment> found, var warnings) ->
				found.filter(same -> same.uid().equals(resource.uid())).isPresent() ? Optional.empty()
						: Optional.of(Interference.replaced(resource));
			case Asked.Refused<Optional<SeldonDeployment>> refused ->
				Interference.in(rehearsal.watch().state(), resource);
			case Asked.NoAnswer<Optional<SeldonDeployment>>(StepOutcome outcome) -> Optional.of(outcome);
		};
	}

	private static StepOutcome changed(Asked.Refused<SeldonDeployment> refused, SeldonDeployment resource,
			Scaling scaling) {
		return new StepOutcome.Failed(new Diagnosis(Cause.CHANGED_BY_ANOTHER,
				"somebody else replaced SeldonDeployment %s or changed its predictors, so that it was not scaled"
					.formatted(resource.name()),
				List.of("the API server answered %d: the uid or a predictor's name is not what it was"
					.formatted(refused.code()),
						"the plan was to set %s, for uid %s and the predictors as they were"
							.formatted(String.join(", ", scaling.sets()), resource.uid()))));
	}

}
