package org.seldonruns.lifecycle;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.seldon.Readiness;
import org.seldonruns.seldon.ResourceState;
import org.seldonruns.seldon.ResourceState.Gone;
import org.seldonruns.seldon.ResourceState.NotSeen;
import org.seldonruns.seldon.ResourceState.Present;
import org.seldonruns.seldon.SeldonDeployment;
import org.seldonruns.seldon.Verdict;
import org.seldonruns.time.Deadline;

/** Waits until the resource is ready, and ends at once where it never can be. */
final class ReadinessWait {

	private final Waiter waiter;

	ReadinessWait(Waiter waiter) {
		this.waiter = waiter;
	}

	/**
	 * Waits.
	 * @param rehearsal the run
	 * @param rule when the resource is ready
	 * @param deadline when the step's time is up
	 * @param whenReady how the step ends then
	 * @return how the step ends
	 */
	Outcome await(Rehearsal rehearsal, Readiness rule, Deadline deadline, Function<Verdict.Ready, Outcome> whenReady) {
		Function<ResourceState, Optional<Outcome>> end = state -> switch (state) {
			case NotSeen() -> Optional.empty();
			case Gone gone -> Optional.of(lost(gone));
			case Present present when present.resource().deleting() -> Optional
				.of(Outcome.failed(Cause.DELETED_BY_ANOTHER, "somebody else asked for the deletion of the resource"));
			case Present present -> switch (rule.judge(present)) {
				case Verdict.Ready ready -> Optional.of(whenReady.apply(ready));
				case Verdict.NotYet notYet -> Optional.empty();
			};
		};
		return switch (waiter.await(rehearsal.watch().await(end), deadline, rehearsal.cancellation())) {
			case Waited.Came<Outcome>(Outcome outcome) -> outcome;
			case Waited.TimeUp<Outcome>() -> new Outcome.Failed(timeUp(rehearsal, rule, deadline));
			case Waited.Stopped<Outcome>(String reason) -> new Outcome.Cancelled(reason);
		};
	}

	private static Outcome lost(Gone gone) {
		return gone.replaced()
				? Outcome.failed(Cause.REPLACED_BY_ANOTHER,
						"somebody else deleted the resource and made another one of the same name")
				: Outcome.failed(Cause.DELETED_BY_ANOTHER, "somebody else deleted the resource");
	}

	private static Diagnosis timeUp(Rehearsal rehearsal, Readiness rule, Deadline deadline) {
		String trouble = rehearsal.watch().trouble();
		String after = "after " + Durations.words(deadline.timeout());
		if (trouble != null) {
			return new Diagnosis(Cause.CLUSTER_UNREACHABLE,
					"not known to be ready " + after + ", since the cluster could not be watched: " + trouble,
					List.of(trouble));
		}
		if (!(rehearsal.watch().state() instanceof Present present)) {
			return Diagnosis.of(Cause.TIMED_OUT, "the resource was not seen " + after);
		}
		List<String> missing = (rule.judge(present) instanceof Verdict.NotYet(var reasons)) ? reasons : List.of();
		SeldonDeployment resource = present.resource();
		if (resource.state() == null) {
			return new Diagnosis(Cause.NOT_RECONCILED,
					"no operator gave the resource a status " + after
							+ "; is one running that watches this namespace and this seldon.io/controller-id?",
					missing);
		}
		if (SeldonDeployment.FAILED.equals(resource.state())) {
			return new Diagnosis(Cause.OPERATOR_FAILED, "the operator says Failed: " + resource.description(), missing);
		}
		return new Diagnosis(Cause.TIMED_OUT, "not ready " + after + ": " + String.join("; ", missing), missing);
	}

}
