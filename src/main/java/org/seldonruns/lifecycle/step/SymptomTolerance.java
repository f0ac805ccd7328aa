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
 * How long symptoms are borne in one wait: what is certain not at all, what is probable
 * for a set time without a break, what may pass for as long as the wait lasts. Safe for
 * use by many threads.
 */
final class SymptomTolerance implements AutoCloseable {

	private final DiagnosisSettings settings;

	private final Timekeeper timekeeper;

	private final Map<Kind, Deadline> deadlines = new EnumMap<>(Kind.class);

	private @Nullable Runnable lookAgain;

	private Timekeeper.@Nullable Timer timer;

	SymptomTolerance(DiagnosisSettings settings, Timekeeper timekeeper) {
		this.settings = settings;
		this.timekeeper = timekeeper;
	}

	/**
	 * Has the symptoms looked at again when the patience with one of them may have run
	 * out.
	 * @param action looks at what is seen then
	 */
	synchronized void lookAgainBy(Runnable action) {
		lookAgain = action;
		arm();
	}

	/**
	 * Looks at the symptoms that there are now.
	 * @param symptoms deepest first
	 * @return the deepest, where the patience with any of them has run out
	 */
	synchronized Optional<Symptom> lostWith(List<Symptom> symptoms) {
		deadlines.keySet().removeIf(kind -> symptoms.stream().noneMatch(symptom -> symptom.kind() == kind));
		boolean lost = false;
		for (Symptom symptom : symptoms) {
			lost |= isUnbearable(symptom);
		}
		arm();
		return lost ? Optional.of(symptoms.getFirst()) : Optional.empty();
	}

	private boolean isUnbearable(Symptom symptom) {
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
		Duration longest = longest(symptom.kind());
		if (longest.isZero()) {
			return false;
		}
		return deadlines.computeIfAbsent(symptom.kind(), kind -> timekeeper.deadline(longest)).hasPassed(timekeeper);
	}

	private Duration longest(Kind kind) {
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
		if (lookAgain != null && next.isPresent()) {
			timer = timekeeper.after(next.get(), lookAgain);
		}
	}

	@Override
	public synchronized void close() {
		lookAgain = null;
		arm();
	}

}
