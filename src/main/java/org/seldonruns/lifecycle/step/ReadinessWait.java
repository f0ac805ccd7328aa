package org.seldonruns.lifecycle.step;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.stream.Stream;

import org.seldonruns.cluster.Cluster;
import org.seldonruns.cluster.ResourceWatch;
import org.seldonruns.lifecycle.step.ReadinessCheck.Decision;
import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.run.component.Component;
import org.seldonruns.seldon.readiness.ReadinessRule;
import org.seldonruns.seldon.readiness.ReadinessVerdict;
import org.seldonruns.seldon.resource.ObservedState;
import org.seldonruns.seldon.resource.ObservedState.Gone;
import org.seldonruns.seldon.resource.ObservedState.Present;
import org.seldonruns.seldon.symptom.Symptom;
import org.seldonruns.seldon.symptom.Symptoms;
import org.seldonruns.time.Deadline;
import org.seldonruns.time.Durations;
import org.seldonruns.time.Timekeeper;

/**
 * Waits until the resource is ready. It fails early if a symptom lasts too long, or if
 * another client deleted or changed the resource.
 */
public final class ReadinessWait {

	/**
	 * Time after a deletion in which a new resource of the same name counts as a
	 * replacement.
	 */
	private static final Duration REPLACEMENT_WINDOW = Duration.ofSeconds(5);

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
	 * Waits until the resource is ready.
	 * @param context the run
	 * @param rule decides whether the resource is ready
	 * @param deadline the deadline of the step
	 * @param whenReady returns the outcome of a ready resource and the elapsed time
	 * @return the outcome of the step
	 */
	public StepOutcome await(RunContext context, ReadinessRule rule, Deadline deadline,
			BiFunction<ReadinessVerdict.Ready, Duration, StepOutcome> whenReady) {
		ResourceWatch watch = context.watch();
		try (ReadinessCheck check = new ReadinessCheck(context, rule, deadline, settings, timekeeper)) {
			// The watch thread only records the decision; the run's thread acts on it.
			CompletableFuture<Decision> decision = watch.await(check::check);
			check.recheckWith(() -> check.check(watch.state()).ifPresent(decision::complete));
			return switch (waiter.await(decision, deadline, context.cancellation())) {
				case WaitResult.Completed<Decision>(Decision decided) -> outcome(context, rule, decided, whenReady);
				case WaitResult.TimedOut<Decision>() -> {
					ObservedState last = watch.state();
					yield check.check(last)
						.map(decided -> outcome(context, rule, decided, whenReady))
						.orElseGet(() -> new StepOutcome.Failed(diagnoseTimeout(context, last, rule, deadline)));
				}
				case WaitResult.Cancelled<Decision>(Diagnosis why) -> new StepOutcome.Cancelled(
						new Diagnosis(why.cause(), why.explanation(), missing(watch.state(), rule)));
			};
		}
	}

	private StepOutcome outcome(RunContext context, ReadinessRule rule, Decision decision,
			BiFunction<ReadinessVerdict.Ready, Duration, StepOutcome> whenReady) {
		return switch (decision) {
			case Decision.Lost(StepOutcome lost) -> afterPossibleReplacement(context, lost);
			case Decision.Changed(String change) ->
				StepOutcome.failed(Cause.CHANGED_BY_ANOTHER, "another client " + change);
			case Decision.Ready(ReadinessVerdict.Ready ready, Duration after) -> whenReady.apply(ready, after);
			case Decision.Failing(Symptom symptom, Present state) ->
				new StepOutcome.Failed(diagnose(context, symptom, state, rule));
		};
	}

	/** Describes a wait that succeeded, with the replicas of each component. */
	public static String detail(List<Component> components, Duration after) {
		return detail(components.stream().mapToInt(Component::replicas).sum(), after,
				components.stream().map(component -> component.deployment() + " has " + component.replicas()).toList());
	}

	/**
	 * Describes a wait that succeeded.
	 * @param replicas the number of ready replicas
	 * @param after the elapsed time
	 * @param components a description of each component
	 * @return the detail of the step
	 */
	static String detail(int replicas, Duration after, List<String> components) {
		return "%d of %d ready after %s; %s".formatted(replicas, replicas, Durations.inSeconds(after),
				String.join("; ", components));
	}

	// A client that replaces a resource deletes it first, so the watches show the
	// deletion before the replacement.
	private StepOutcome afterPossibleReplacement(RunContext context, StepOutcome lost) {
		ObservedState now = context.watch().state();
		if (!(now instanceof Gone(boolean alreadyReplaced, var left)) || alreadyReplaced) {
			return Interference.in(now, context.created()).orElse(lost);
		}
		CompletableFuture<StepOutcome> replacement = context.watch()
			.await(state -> (state instanceof Gone(boolean replaced, var rest) && replaced)
					? Interference.in(state, context.created()) : Optional.empty());
		return (waiter.await(replacement, timekeeper.deadline(REPLACEMENT_WINDOW),
				context.cancellation()) instanceof WaitResult.Completed<StepOutcome>(StepOutcome replaced)) ? replaced
						: lost;
	}

	private static List<Symptom> symptoms(ObservedState state) {
		return (state instanceof Present present) ? Symptoms.of(present) : List.of();
	}

	private Diagnosis diagnose(RunContext context, Symptom symptom, ObservedState state, ReadinessRule rule) {
		return diagnostician.diagnose(context.name(), symptom, missing(state, rule));
	}

	private static List<String> missing(ObservedState state, ReadinessRule rule) {
		return (state instanceof Present present && rule.judge(present) instanceof ReadinessVerdict.NotReady notReady)
				? notReady.missing() : List.of();
	}

	private static Diagnosis timedOut(String after, List<String> missing, List<String> unready) {
		List<String> said = Stream.concat(missing.stream(), unready.stream().limit(1)).toList();
		return new Diagnosis(Cause.TIMED_OUT, "not ready " + after + ": " + String.join("; ", said),
				Stream.concat(missing.stream(), unready.stream()).toList());
	}

	private Diagnosis diagnoseTimeout(RunContext context, ObservedState last, ReadinessRule rule, Deadline deadline) {
		String currentError = context.watch().currentError();
		String after = "after " + Durations.of(deadline.timeout());
		if (currentError != null) {
			return new Diagnosis(Cause.CLUSTER_UNREACHABLE,
					"readiness is unknown " + after + " because the cluster could not be watched: " + currentError,
					List.of(currentError));
		}
		if (!(last instanceof Present)) {
			return Diagnosis.of(Cause.TIMED_OUT,
					"the watch did not report the resource within " + Durations.of(deadline.timeout()));
		}
		if (last instanceof Present present && rule.judge(present) instanceof ReadinessVerdict.Ready) {
			return Diagnosis.of(Cause.TIMED_OUT, "ready " + after
					+ ", but not for the required time without interruption; request a longer timeout");
		}
		List<String> missing = missing(last, rule);
		return symptoms(last).stream()
			.findFirst()
			.map(symptom -> diagnose(context, symptom, last, rule))
			.orElseGet(() -> timedOut(after, missing,
					(last instanceof Present present) ? Symptoms.unready(present) : List.of()));
	}

}
