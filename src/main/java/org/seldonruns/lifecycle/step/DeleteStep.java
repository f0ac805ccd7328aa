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
import org.seldonruns.seldon.resource.ResourceState.Gone;
import org.seldonruns.seldon.resource.ResourceState.NotSeen;
import org.seldonruns.seldon.resource.ResourceState.Present;
import org.seldonruns.seldon.resource.ResourceState;
import org.seldonruns.seldon.resource.SeldonDeployment;
import org.seldonruns.time.Deadline;
import org.seldonruns.time.Durations;
import org.seldonruns.time.Timekeeper;

/**
 * Deletes the resource that the run created, and waits until it and all it owned are
 * gone. Stopping the run does not stop this: it is what removes the run's traces.
 */
public final class DeleteStep implements StepExecutor {

	private final Cluster cluster;

	private final Waiter waiter;

	private final Timekeeper timekeeper;

	private final RetriedRequests attempts;

	public DeleteStep(Cluster cluster, Waiter waiter, Timekeeper timekeeper) {
		this.cluster = cluster;
		this.waiter = waiter;
		this.timekeeper = timekeeper;
		this.attempts = new RetriedRequests(waiter);
	}

	@Override
	public StepName name() {
		return StepName.DELETE;
	}

	@Override
	public StepOutcome play(RunContext rehearsal, Deadline deadline) {
		Cancellation never = new Cancellation();
		if (rehearsal.isCreated()) {
			return delete(rehearsal, rehearsal.created(), deadline, never);
		}
		Asked<Optional<SeldonDeployment>> asked = attempts
			.ask(() -> cluster.findCreated(rehearsal.name(), rehearsal.run().id()), deadline, never);
		return switch (asked) {
			case Asked.Done<Optional<SeldonDeployment>>(Optional<SeldonDeployment> found, var warnings) ->
				found.map(resource -> {
					rehearsal.created(resource);
					return delete(rehearsal, resource, deadline, never);
				}).orElseGet(() -> new StepOutcome.Skipped("nothing was created"));
			case Asked.Refused<Optional<SeldonDeployment>>(int code, String reason, String message, var doubtful) ->
				StepOutcome.failed(Cause.REFUSED, "whether the resource was created could not be settled: " + message);
			case Asked.NoAnswer<Optional<SeldonDeployment>>(StepOutcome outcome) -> outcome;
		};
	}

	private StepOutcome delete(RunContext rehearsal, SeldonDeployment resource, Deadline deadline, Cancellation never) {
		String owned = (rehearsal.watch().state() instanceof Present present) ? inWords(present.owned()) : "";
		Asked<Cluster.Deleted> asked = attempts.ask(() -> cluster.delete(rehearsal.name(), resource.uid()), deadline,
				never);
		return switch (asked) {
			case Asked.Done<Cluster.Deleted> done ->
				awaitGone(rehearsal, deadline, never, "deleted " + resource.name() + owned);
			// Gone, or another object in its place: either way ours is no more.
			case Asked.Refused<Cluster.Deleted> refused when refused.code() == 404 || refused.code() == 409 ->
				(rehearsal.watch().state() instanceof NotSeen) ? new StepOutcome.Succeeded("it was gone already")
						: awaitGone(rehearsal, deadline, never, "it was gone already");
			case Asked.Refused<Cluster.Deleted> refused ->
				new StepOutcome.Failed(new Diagnosis(Cause.REFUSED, "the deletion was refused: " + refused.message(),
						List.of("the API server answered " + refused.code() + " " + refused.reason())));
			case Asked.NoAnswer<Cluster.Deleted>(StepOutcome outcome) -> outcome;
		};
	}

	private StepOutcome awaitGone(RunContext rehearsal, Deadline deadline, Cancellation never, String detail) {
		// Before they are in place, the watches could not tell what is left.
		waiter.await(rehearsal.watch().ready(), deadline, never);
		WaitResult<Boolean> waited = waiter.await(rehearsal.watch().await(DeleteStep::gone), deadline, never);
		return switch (waited) {
			case WaitResult.Came<Boolean> came -> gone(detail, deadline);
			case WaitResult.TimeUp<Boolean>() -> {
				ResourceState last = rehearsal.watch().state();
				yield gone(last).isPresent() ? gone(detail, deadline)
						: new StepOutcome.Failed(blocked(rehearsal, last, deadline));
			}
			case WaitResult.Stopped<Boolean>(Diagnosis why) -> new StepOutcome.Cancelled(why);
		};
	}

	/** Counts what a resource owns, as in {@code with 1 Deployment, 2 Pods}. */
	private static String inWords(List<String> owned) {
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
				detail + "; all gone after " + Durations.inSeconds(deadline.elapsed(timekeeper)));
	}

	private static Optional<Boolean> gone(ResourceState state) {
		return (state instanceof Gone(var replaced, List<String> left) && left.isEmpty()) ? Optional.of(true)
				: Optional.empty();
	}

	private static Diagnosis blocked(RunContext rehearsal, ResourceState last, Deadline deadline) {
		String after = " after " + Durations.of(deadline.timeout());
		String trouble = rehearsal.watch().trouble();
		if (trouble != null) {
			return new Diagnosis(Cause.CLUSTER_UNREACHABLE, "not known to be gone" + after + ": " + trouble,
					List.of(trouble));
		}
		List<String> left = new ArrayList<>();
		switch (last) {
			case NotSeen() -> left.add("the resource was never seen");
			case Present(SeldonDeployment resource, var deployments, var pods, var events, List<String> owned) -> {
				left.add("SeldonDeployment " + resource.name()
						+ (resource.finalizers().isEmpty() ? "" : " with finalizers " + resource.finalizers()));
				left.addAll(owned);
			}
			case Gone(var replaced, List<String> owned) -> left.addAll(owned);
		}
		return new Diagnosis(Cause.DELETION_BLOCKED, "still there" + after + ": " + String.join(", ", left), left);
	}

}
