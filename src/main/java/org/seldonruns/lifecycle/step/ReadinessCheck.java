package org.seldonruns.lifecycle.step;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.seldonruns.seldon.readiness.ReadinessRule;
import org.seldonruns.seldon.readiness.ReadinessVerdict;
import org.seldonruns.seldon.resource.ObservedState;
import org.seldonruns.seldon.resource.ObservedState.Present;
import org.seldonruns.seldon.symptom.Symptom;
import org.seldonruns.seldon.symptom.Symptoms;
import org.seldonruns.time.Deadline;
import org.seldonruns.time.Timekeeper;

/**
 * Decides when one wait ends: when the resource is ready and stable, when a symptom has
 * lasted too long, or when another client has interfered. Until then it publishes the
 * progress of the step. It checks again when a time limit may have passed, even if
 * nothing has changed. Thread-safe.
 */
final class ReadinessCheck implements AutoCloseable {

	/**
	 * The interval at which the times in the progress are updated while nothing changes.
	 */
	private static final Duration UPDATE_INTERVAL = Duration.ofSeconds(5);

	/** The maximum number of missing conditions that the progress lists. */
	private static final int MAX_SHOWN = 3;

	private final RunContext context;

	private final ReadinessRule rule;

	private final Deadline deadline;

	private final Timekeeper timekeeper;

	private final SymptomTolerance tolerance;

	private final Stability stability;

	private @Nullable Runnable recheck;

	private Timekeeper.@Nullable Timer timer;

	ReadinessCheck(RunContext context, ReadinessRule rule, Deadline deadline, DiagnosisSettings settings,
			Timekeeper timekeeper) {
		this.context = context;
		this.rule = rule;
		this.deadline = deadline;
		this.timekeeper = timekeeper;
		this.tolerance = new SymptomTolerance(settings, timekeeper);
		this.stability = new Stability(timekeeper);
	}

	/** Sets the action that checks the current state again. */
	synchronized void recheckWith(Runnable action) {
		recheck = action;
		scheduleRecheck();
	}

	/**
	 * Checks a state.
	 * @return the decision that ends the wait; empty to go on waiting
	 */
	Optional<Decision> check(ObservedState state) {
		Optional<Decision> lost = Interference.in(state, context.created()).map(Decision.Lost::new);
		if (lost.isPresent()) {
			return lost;
		}
		if (!(state instanceof Present present)) {
			context.progress("waiting until the watches show the resource");
			return Optional.empty();
		}
		context.restarts().observe(present);
		Optional<Decision> decision;
		String progress;
		synchronized (this) {
			switch (rule.judge(present)) {
				case ReadinessVerdict.Ready ready -> {
					decision = decideReady(ready);
					progress = stability.progress();
				}
				case ReadinessVerdict.NotReady notReady -> {
					List<Symptom> symptoms = symptoms(present);
					decision = decideNotReady(present, notReady, symptoms);
					progress = progress(notReady, symptoms);
				}
			}
			scheduleRecheck();
		}
		if (decision.isEmpty()) {
			context.progress(progress);
		}
		return decision;
	}

	/** Detects the symptoms that are not expected to end by themselves. */
	private List<Symptom> symptoms(Present present) {
		String description = present.resource().description();
		boolean transientFailure = description != null && rule.isTransientFailure(description);
		return Symptoms.of(present)
			.stream()
			.filter(symptom -> !transientFailure || symptom.kind() != Symptom.Kind.OPERATOR_FAILED)
			.toList();
	}

	private Optional<Decision> decideReady(ReadinessVerdict.Ready ready) {
		tolerance.clear();
		Duration stableFor = context.parameters().stableFor();
		Duration minReadyTime = rule.minReadyTime(ready);
		return stability.isReached(context.restarts().total(),
				(minReadyTime.compareTo(stableFor) > 0) ? minReadyTime : stableFor)
						? Optional.of(new Decision.Ready(ready, deadline.elapsed(timekeeper))) : Optional.empty();
	}

	private Optional<Decision> decideNotReady(Present present, ReadinessVerdict.NotReady notReady,
			List<Symptom> symptoms) {
		stability.interrupt(notReady.missing().getFirst());
		return rule.conflictingChange(present.resource())
			.<Decision>map(Decision.Changed::new)
			.or(() -> tolerance.exceeded(symptoms).map(symptom -> new Decision.Failing(symptom, present)));
	}

	private String progress(ReadinessVerdict.NotReady notReady, List<Symptom> symptoms) {
		String counts = "%d of %d ready: ".formatted(notReady.ready(), notReady.wanted());
		return counts + Stream
			.of(notReady.missing().stream().limit(MAX_SHOWN), symptoms.stream().limit(1).map(tolerance::describe),
					stability.interruption())
			.flatMap(clauses -> clauses)
			.collect(Collectors.joining("; "));
	}

	private void scheduleRecheck() {
		if (timer != null) {
			timer.cancel();
			timer = null;
		}
		Optional<Duration> next = Stream.concat(tolerance.nextCheck().stream(), stability.nextCheck().stream())
			.min(Duration::compareTo)
			.map(duration -> (duration.compareTo(UPDATE_INTERVAL) < 0) ? duration : UPDATE_INTERVAL);
		if (recheck != null && next.isPresent()) {
			timer = timekeeper.after(next.get(), recheck);
		}
	}

	@Override
	public synchronized void close() {
		recheck = null;
		scheduleRecheck();
	}

	/** The decision that ends a wait. */
	sealed interface Decision {

		/** Another client deleted or replaced the resource. */
		record Lost(StepOutcome outcome) implements Decision {
		}

		/** Another client changed the resource so that it cannot become ready. */
		record Changed(String change) implements Decision {
		}

		/** The resource has been ready for the required time. */
		record Ready(ReadinessVerdict.Ready verdict, Duration after) implements Decision {
		}

		/** A symptom lasted too long. */
		record Failing(Symptom symptom, Present state) implements Decision {
		}

	}

}
