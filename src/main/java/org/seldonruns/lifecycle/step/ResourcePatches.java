package org.seldonruns.lifecycle.step;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

import org.seldonruns.cluster.ApiResponse;
import org.seldonruns.cluster.Cluster;
import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.seldon.resource.SeldonDeployment;
import org.seldonruns.time.Deadline;

/** Sends patches of the resource of a run, and explains why one was rejected. */
public final class ResourcePatches {

	private final Cluster cluster;

	private final RetriedRequests requests;

	public ResourcePatches(Cluster cluster, RetriedRequests requests) {
		this.cluster = cluster;
		this.requests = requests;
	}

	/**
	 * Sends a patch.
	 * @param resource the resource that the patch was planned for
	 * @param whenAccepted returns the outcome for the patched resource and the warnings
	 * of the API server
	 */
	public StepOutcome send(Patch patch, RunContext context, SeldonDeployment resource, Deadline deadline,
			BiFunction<SeldonDeployment, List<String>, StepOutcome> whenAccepted) {
		RequestResult<SeldonDeployment> result = requests.send(patch.action(), patch.request(), deadline, context);
		return switch (result) {
			case RequestResult.Accepted<SeldonDeployment>(SeldonDeployment patched, List<String> warnings) -> {
				context.patched(patched);
				yield whenAccepted.apply(patched, warnings);
			}
			case RequestResult.Rejected<SeldonDeployment> rejection when Cluster.TEST_FAILED
				.equals(rejection.reason()) ->
				findReplacement(context, resource, deadline).orElseGet(() -> changed(rejection, resource, patch));
			case RequestResult.Rejected<SeldonDeployment> rejection when rejection.code() == 404
					&& "NotFound".equals(rejection.reason()) ->
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
			Patch patch) {
		return new StepOutcome.Failed(new Diagnosis(Cause.CHANGED_BY_ANOTHER,
				"another client replaced SeldonDeployment %s or changed its %s; nothing was %sd"
					.formatted(resource.name(), patch.tests(), patch.action()),
				List.of("the API server responded with %d: the uid of the resource or its %s have changed"
					.formatted(rejection.code(), patch.tests()),
						"the rejected patch would have %s in the resource with uid %s".formatted(patch.effect(),
								resource.uid()))));
	}

	/**
	 * A patch of the resource.
	 *
	 * @param action {@code scale} or {@code update}
	 * @param tests what it requires besides the uid
	 * @param effect completes the sentence "the patch would have …"
	 * @param request sends the patch once
	 */
	public record Patch(String action, String tests, String effect, Supplier<ApiResponse<SeldonDeployment>> request) {
	}

}
