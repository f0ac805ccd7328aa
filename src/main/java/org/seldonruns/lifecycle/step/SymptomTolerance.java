package org.seldonruns.lifecycle.step;

import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.seldonruns.seldon.symptom.Symptom.Certainty;
import org.seldonruns.seldon.symptom.Symptom.Kind;
import org.seldonruns.seldon.symptom.Symptom;
import org.seldonruns.time.Deadline;
import org.seldonruns.time.Timekeeper;

/**
 * Decides in one wait how long symptoms are tolerated: certain ones not at all, probable
 * ones for a configured time without a break, possible ones until the step times out.
 * Safe for use by many threads.
 */
final class SymptomTolerance implements AutoCloseable {

	private final DiagnosisSettings settings;

	private final Timekeeper timekeeper;

	private final Map<Kind, Deadline> deadlines = new EnumMap<>(Kind.class);

	private @Nullable Runnable recheck;

	private Timekeeper.@Nullable Timer timer;

	SymptomTolerance(DiagnosisSettings settings, Timekeeper timekeeper) {
		this.settings = settings;
		this.timekeeper = timekeeper;
	}

	/**
	 * Sets the action that checks the symptoms again when the time of one may be up.
	 * @param action checks the current symptoms
	 */
	synchronized void recheckWith(Runnable action) {
		recheck = action;
		arm();
	}

	/**
	 * Checks the current symptoms.
	 * @param symptoms deepest first
	 * @return the deepest symptom if any of them has lasted too long, else empty
	 */
	synchronized Optional<Symptom> exceeded(List<Symptom> symptoms) {
		deadlines.keySet().removeIf(kind -> symptoms.stream().noneMatch(symptom -> symptom.kind() == kind));
		boolean exceeded = false;
		for (Symptom symptom : symptoms) {
			exceeded |= isExceeded(symptom);
		}
		arm();
		return exceeded ? Optional.of(symptoms.getFirst()) : Optional.empty();
	}

	private boolean isExceeded(Symptom symptom) {
		if (symptom.certainty() == Certainty.CERTAIN) {
			return true;
		}
		if (symptom.certainty() == Certainty.POSSIBLE) {
			return false;
		}
		if (symptom.kind() == Kind.CRASH_LOOP) {
			return settings.crashLoopRestarts() > 0 && symptom.container() != null
					&& symptom.container().restarts() >= settings.crashLoopRestarts();
		}
		Duration limit = limit(symptom.kind());
		if (limit.isZero()) {
			return false;
		}
		return deadlines.computeIfAbsent(symptom.kind(), kind -> timekeeper.deadline(limit)).hasPassed(timekeeper);
	}

	private Duration limit(Kind kind) {
		return switch (kind) {
			case IMAGE_PULL -> settings.imagePull();
			case CONTAINER_CONFIG -> settings.containerConfig();
			case QUOTA -> settings.quota();
			case OPERATOR_FAILED, PROGRESS_DEADLINE -> settings.operatorFailed();
			case CRASH_LOOP, VOLUME, UNSCHEDULABLE, PROBE_FAILING, NOT_RECONCILED -> Duration.ZERO;
		};
	}

	private void arm() {
		if (timer != null) {
			timer.cancel();
			timer = null;
		}
		Optional<Duration> next = deadlines.values()
			.stream()
			.map(deadline -> deadline.remaining(timekeeper))
			.filter(left -> !left.isZero())
			.min(Comparator.naturalOrder());
		if (recheck != null && next.isPresent()) {
			timer = timekeeper.after(next.get(), recheck);
		}
	}

	@Override
	public synchronized void close() {
		recheck = null;
		arm();
	}

}
