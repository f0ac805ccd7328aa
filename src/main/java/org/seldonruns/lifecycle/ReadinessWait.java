package org.seldonruns.lifecycle;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.seldon.Readiness;
import org.seldonruns.seldon.ResourceState;
import org.seldonruns.seldon.ResourceState.Present;
import org.seldonruns.seldon.SeldonDeployment;
import org.seldonruns.seldon.Verdict;
import org.seldonruns.time.Deadline;
import org.seldonruns.time.Durations;

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
		// What is decided is only noted on the watches' thread; the run's own acts on it.
		Function<ResourceState, Optional<Supplier<Outcome>>> end = state -> Loss.in(state)
			.<Supplier<Outcome>>map(lost -> () -> lost)
			.or(() -> ready(state, rule).map(ready -> () -> whenReady.apply(ready)));
		return switch (waiter.await(rehearsal.watch().await(end), deadline, rehearsal.cancellation())) {
			case Waited.Came<Supplier<Outcome>>(Supplier<Outcome> decided) -> decided.get();
			case Waited.TimeUp<Supplier<Outcome>>() -> {
				ResourceState last = rehearsal.watch().state();
				yield end.apply(last)
					.map(Supplier::get)
					.orElseGet(() -> new Outcome.Failed(timeUp(rehearsal, last, rule, deadline)));
			}
			case Waited.Stopped<Supplier<Outcome>>(String reason) -> new Outcome.Cancelled(reason);
		};
	}

	private static Optional<Verdict.Ready> ready(ResourceState state, Readiness rule) {
		return (state instanceof Present present && rule.judge(present) instanceof Verdict.Ready ready)
				? Optional.of(ready) : Optional.empty();
	}

	private static Diagnosis timeUp(Rehearsal rehearsal, ResourceState last, Readiness rule, Deadline deadline) {
		String trouble = rehearsal.watch().trouble();
		String after = "after " + Durations.of(deadline.timeout());
		if (trouble != null) {
			return new Diagnosis(Cause.CLUSTER_UNREACHABLE,
					"not known to be ready " + after + ", since the cluster could not be watched: " + trouble,
					List.of(trouble));
		}
		if (!(last instanceof Present present)) {
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
			String why = (resource.description() != null) ? resource.description() : "without saying why";
			return new Diagnosis(Cause.OPERATOR_FAILED, "the operator says Failed: " + why, missing);
		}
		return new Diagnosis(Cause.TIMED_OUT, "not ready " + after + ": " + String.join("; ", missing), missing);
	}

}
