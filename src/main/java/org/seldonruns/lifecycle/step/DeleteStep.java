package org.seldonruns.lifecycle.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.seldonruns.cluster.Cluster;
import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.run.StepName;
import org.seldonruns.seldon.resource.ObservedState;
import org.seldonruns.seldon.resource.ObservedState.Gone;
import org.seldonruns.seldon.resource.ObservedState.NotSeen;
import org.seldonruns.seldon.resource.ObservedState.Present;
import org.seldonruns.seldon.resource.SeldonDeployment;
import org.seldonruns.time.Deadline;
import org.seldonruns.time.Durations;
import org.seldonruns.time.Timekeeper;

/**
 * Deletes the resource that the run created, and waits until it and all objects that it
 * owns are gone. A cancellation of the run does not cancel this step.
 */
public final class DeleteStep implements StepExecutor {

	private final Cluster cluster;

	private final Waiter waiter;

	private final Timekeeper timekeeper;

	private final RetriedRequests requests;

	public DeleteStep(Cluster cluster, Waiter waiter, RetriedRequests requests, Timekeeper timekeeper) {
		this.cluster = cluster;
		this.waiter = waiter;
		this.timekeeper = timekeeper;
		this.requests = requests;
	}

	@Override
	public StepName name() {
		return StepName.DELETE;
	}

	@Override
	public StepOutcome execute(RunContext context, Deadline deadline) {
		Cancellation never = new Cancellation();
		if (context.isCreated()) {
			return delete(context, context.created(), deadline, never);
		}
		RequestResult<Optional<SeldonDeployment>> result = requests.send(
				() -> cluster.findCreated(context.name(), context.run().id()), deadline, never,
				detail -> context.progress("find the created resource: " + detail));
		return switch (result) {
			case RequestResult.Accepted<Optional<SeldonDeployment>>(Optional<SeldonDeployment> found, var warnings) ->
				found.map(resource -> {
					context.created(resource);
					return delete(context, resource, deadline, never);
				}).orElseGet(() -> new StepOutcome.Skipped("nothing was created"));
			case RequestResult.Rejected<Optional<SeldonDeployment>>(int code, String reason, String message, var warnings, var uncertain) ->
				StepOutcome.failed(Cause.REFUSED,
						"it is unknown whether the resource was created, because the API server rejected the request to find it: "
								+ message);
			case RequestResult.Unanswered<Optional<SeldonDeployment>>(StepOutcome outcome, var uncertain) -> outcome;
		};
	}

	private StepOutcome delete(RunContext context, SeldonDeployment resource, Deadline deadline, Cancellation never) {
		String owned = (context.watch().state() instanceof Present present) ? describeCounts(present.owned()) : "";
		RequestResult<Cluster.Deleted> result = requests.send(() -> cluster.delete(context.name(), resource.uid()),
				deadline, never, detail -> context.progress("delete: " + detail));
		return switch (result) {
			case RequestResult.Accepted<Cluster.Deleted> done ->
				awaitGone(context, deadline, never, "deleted " + resource.name() + owned);
			// The resource is gone, or another one (with another uid) has its name.
			case RequestResult.Rejected<Cluster.Deleted> rejection when rejection.code() == 404
					|| rejection.code() == 409 ->
				(context.watch().state() instanceof NotSeen) ? new StepOutcome.Succeeded("it was already deleted")
						: awaitGone(context, deadline, never, "it was already deleted");
			case RequestResult.Rejected<Cluster.Deleted> rejection -> new StepOutcome.Failed(
					new Diagnosis(Cause.REFUSED, "the API server rejected the deletion: " + rejection.message(),
							List.of("the API server responded with " + rejection.code() + " " + rejection.reason())));
			case RequestResult.Unanswered<Cluster.Deleted>(StepOutcome outcome, var uncertain) -> outcome;
		};
	}

	private StepOutcome awaitGone(RunContext context, Deadline deadline, Cancellation never, String detail) {
		// The state shows the remaining objects only after the watches have started.
		waiter.await(context.watch().ready(), deadline, never);
		WaitResult<Boolean> waited = waiter.await(context.watch().await(state -> {
			Optional<Boolean> gone = gone(state);
			if (gone.isEmpty()) {
				context.progress("waiting until these are gone: " + String.join(", ", left(state)));
			}
			return gone;
		}), deadline, never);
		return switch (waited) {
			case WaitResult.Completed<Boolean> completed -> gone(detail, deadline);
			case WaitResult.TimedOut<Boolean>() -> {
				ObservedState last = context.watch().state();
				yield gone(last).isPresent() ? gone(detail, deadline)
						: new StepOutcome.Failed(blocked(context, last, deadline));
			}
			case WaitResult.Cancelled<Boolean>(Diagnosis why) -> new StepOutcome.Cancelled(why);
		};
	}

	/** Counts the owned objects by kind, as in {@code with 1 Deployment, 2 Pods}. */
	private static String describeCounts(List<String> owned) {
		Map<String, Long> counts = owned.stream()
			.collect(Collectors.groupingBy(object -> object.substring(0, object.indexOf(' ')), TreeMap::new,
					Collectors.counting()));
		return counts.isEmpty() ? ""
				: counts.entrySet()
					.stream()
					.map(kind -> kind.getValue() + " " + kind.getKey() + ((kind.getValue() == 1) ? "" : "s"))
					.collect(Collectors.joining(", ", " with ", ""));
	}

	private StepOutcome gone(String detail, Deadline deadline) {
		return new StepOutcome.Succeeded(
				detail + "; all objects were gone after " + Durations.inSeconds(deadline.elapsed(timekeeper)));
	}

	private static Optional<Boolean> gone(ObservedState state) {
		return (state instanceof Gone(var replaced, List<String> left) && left.isEmpty()) ? Optional.of(true)
				: Optional.empty();
	}

	private static Diagnosis blocked(RunContext context, ObservedState last, Deadline deadline) {
		String after = " after " + Durations.of(deadline.timeout());
		String currentError = context.watch().currentError();
		if (currentError != null) {
			return new Diagnosis(Cause.CLUSTER_UNREACHABLE, "the deletion is unconfirmed" + after + ": " + currentError,
					List.of(currentError));
		}
		List<String> left = left(last);
		return new Diagnosis(Cause.DELETION_BLOCKED, "not deleted" + after + ": " + String.join(", ", left), left);
	}

	private static List<String> left(ObservedState state) {
		List<String> left = new ArrayList<>();
		switch (state) {
			case NotSeen() -> left.add("the watch never reported the resource");
			case Present(SeldonDeployment resource, var deployments, var pods, var scalers, var events, List<String> owned, var objects) -> {
				left.add("SeldonDeployment " + resource.name()
						+ (resource.finalizers().isEmpty() ? "" : " with finalizers " + resource.finalizers()));
				left.addAll(owned);
			}
			case Gone(var replaced, List<String> owned) -> left.addAll(owned);
		}
		return left;
	}

}
