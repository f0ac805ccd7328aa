package org.seldonruns.lifecycle.step;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.seldonruns.cluster.Cluster;
import org.seldonruns.cluster.ResourceWatch;
import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.seldon.readiness.Readiness;
import org.seldonruns.seldon.readiness.ReadinessVerdict;
import org.seldonruns.seldon.resource.ResourceState.Gone;
import org.seldonruns.seldon.resource.ResourceState.Present;
import org.seldonruns.seldon.resource.ResourceState;
import org.seldonruns.seldon.symptom.Symptom;
import org.seldonruns.seldon.symptom.Symptoms;
import org.seldonruns.time.Deadline;
import org.seldonruns.time.Durations;
import org.seldonruns.time.Timekeeper;

/** Waits until the resource is ready, and ends at once where it never can be. */
public final class ReadinessWait {

	/**
	 * How long after a deletion another resource of that name is still its replacement.
	 */
	private static final Duration REPLACEMENT = Duration.ofSeconds(5);

	private final Waiter waiter;

	private final Timekeeper timekeeper;

	private final DiagnosisSettings settings;

	private final Diagnostician diagnostician;

	public ReadinessWait(Cluster cluster, Timekeeper timekeeper, DiagnosisSettings settings) {
		this.waiter = new Waiter(timekeeper);
		this.timekeeper = timekeeper;
		this.settings = settings;
		this.diagnostician = new Diagnostician(cluster);
	}

	/**
	 * Waits.
	 * @param rehearsal the run
	 * @param rule when the resource is ready
	 * @param deadline when the step's time is up
	 * @param whenReady how the step ends then, by what was seen and after which time
	 * @return how the step ends
	 */
	StepOutcome await(RunContext rehearsal, Readiness rule, Deadline deadline,
			BiFunction<ReadinessVerdict.Ready, Duration, StepOutcome> whenReady) {
		ResourceWatch watch = rehearsal.watch();
		try (SymptomTolerance patience = new SymptomTolerance(settings, timekeeper)) {
			// What is decided is only noted on the watches' thread; the run's own acts on
			// it.
			Function<ResourceState, Optional<Supplier<StepOutcome>>> end = state -> Interference
				.in(state, rehearsal.created())
				.<Supplier<StepOutcome>>map(lost -> () -> settled(rehearsal, lost))
				.or(() -> ready(state, rule).map(ready -> {
					Duration after = deadline.elapsed(timekeeper);
					return () -> whenReady.apply(ready, after);
				}))
				.or(() -> contradiction(state, rule)
					.map(what -> () -> StepOutcome.failed(Cause.CHANGED_BY_ANOTHER, "somebody else " + what)))
				.or(() -> patience.lostWith(symptoms(state))
					.map(symptom -> () -> new StepOutcome.Failed(diagnose(rehearsal, symptom, state, rule))));
			CompletableFuture<Supplier<StepOutcome>> decision = watch.await(end);
			patience.lookAgainBy(() -> end.apply(watch.state()).ifPresent(decision::complete));
			return switch (waiter.await(decision, deadline, rehearsal.cancellation())) {
				case WaitResult.Came<Supplier<StepOutcome>>(Supplier<StepOutcome> decided) -> decided.get();
				case WaitResult.TimeUp<Supplier<StepOutcome>>() -> {
					ResourceState last = watch.state();
					yield end.apply(last)
						.map(Supplier::get)
						.orElseGet(() -> new StepOutcome.Failed(timeUp(rehearsal, last, rule, deadline)));
				}
				case WaitResult.Stopped<Supplier<StepOutcome>>(Diagnosis why) -> new StepOutcome.Cancelled(
						new Diagnosis(why.cause(), why.explanation(), missing(watch.state(), rule)));
			};
		}
	}

	/**
	 * Says what was waited for and what was seen.
	 * @param replicas as many were wanted, and are ready
	 * @param after how long that took
	 * @param components what was seen of each component
	 * @return for people
	 */
	static String detail(int replicas, Duration after, List<String> components) {
		return "%d of %d ready after %s; %s".formatted(replicas, replicas, Durations.inSeconds(after),
				String.join("; ", components));
	}

	// Who replaces a resource deletes it first, and the watches show one after the other.
	private StepOutcome settled(RunContext rehearsal, StepOutcome lost) {
		ResourceState now = rehearsal.watch().state();
		if (!(now instanceof Gone(boolean alreadyReplaced, var left)) || alreadyReplaced) {
			return Interference.in(now, rehearsal.created()).orElse(lost);
		}
		CompletableFuture<StepOutcome> replacement = rehearsal.watch()
			.await(state -> (state instanceof Gone(boolean replaced, var rest) && replaced)
					? Interference.in(state, rehearsal.created()) : Optional.empty());
		return (waiter.await(replacement, timekeeper.deadline(REPLACEMENT),
				rehearsal.cancellation()) instanceof WaitResult.Came<StepOutcome>(StepOutcome replaced)) ? replaced
						: lost;
	}

	private static List<Symptom> symptoms(ResourceState state) {
		return (state instanceof Present present) ? Symptoms.of(present) : List.of();
	}

	private Diagnosis diagnose(RunContext rehearsal, Symptom symptom, ResourceState state, Readiness rule) {
		return diagnostician.diagnose(rehearsal.name(), symptom, missing(state, rule));
	}

	private static List<String> missing(ResourceState state, Readiness rule) {
		return (state instanceof Present present && rule.judge(present) instanceof ReadinessVerdict.NotYet(var reasons))
				? reasons : List.of();
	}

	private static Optional<ReadinessVerdict.Ready> ready(ResourceState state, Readiness rule) {
		return (state instanceof Present present && rule.judge(present) instanceof ReadinessVerdict.Ready ready)
				? Optional.of(ready) : Optional.empty();
	}

	private static Diagnosis timedOut(String after, List<String> missing, List<String> unready) {
		List<String> said = Stream.concat(missing.stream(), unready.stream().limit(1)).toList();
		return new Diagnosis(Cause.TIMED_OUT, "not ready " + after + ": " + String.join("; ", said),
				Stream.concat(missing.stream(), unready.stream()).toList());
	}

	private static Optional<String> contradiction(ResourceState state, Readiness rule) {
		return (state instanceof Present present) ? rule.contradiction(present.resource()) : Optional.empty();
	}

	private Diagnosis timeUp(RunContext rehearsal, ResourceState last, Readiness rule, Deadline deadline) {
		String trouble = rehearsal.watch().trouble();
		String after = "after " + Durations.of(deadline.timeout());
		if (trouble != null) {
			return new Diagnosis(Cause.CLUSTER_UNREACHABLE,
					"not known to be ready " + after + ", since the cluster could not be watched: " + trouble,
					List.of(trouble));
		}
		if (!(last instanceof Present)) {
			return Diagnosis.of(Cause.TIMED_OUT, "the resource was not seen " + after);
		}
		List<String> missing = missing(last, rule);
		return symptoms(last).stream()
			.findFirst()
			.map(symptom -> diagnose(rehearsal, symptom, last, rule))
			.orElseGet(() -> timedOut(after, missing,
					(last instanceof Present present) ? Symptoms.unready(present) : List.of()));
	}

}
