package org.seldonruns.lifecycle.step;

import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.seldonruns.seldon.symptom.Symptom.Certainty;
import org.seldonruns.seldon.symptom.Symptom.Kind;
import org.seldonruns.seldon.symptom.Symptom.ContainerName;
import org.seldonruns.seldon.symptom.Symptom;
import org.seldonruns.time.Deadline;
import org.seldonruns.time.Durations;
import org.seldonruns.time.Timekeeper;

/**
 * Decides in one wait how long symptoms are tolerated: a symptom of certainty CERTAIN
 * fails the wait at once, a PROBABLE one when it has lasted for the configured time
 * without interruption, a POSSIBLE one not before the step times out. Not thread-safe.
 */
final class SymptomTolerance {

	private final DiagnosisSettings settings;

	private final Timekeeper timekeeper;

	private final Map<Kind, Deadline> deadlines = new EnumMap<>(Kind.class);

	/** The restarts of containers that waited for their model, by pod and name. */
	private final Map<String, Integer> excused = new HashMap<>();

	SymptomTolerance(DiagnosisSettings settings, Timekeeper timekeeper) {
		this.settings = settings;
		this.timekeeper = timekeeper;
	}

	/**
	 * Checks the current symptoms.
	 * @param symptoms deepest first
	 * @return if a symptom has lasted too long, the deepest of all current symptoms,
	 * because causes precede their consequences; otherwise empty
	 */
	Optional<Symptom> exceeded(List<Symptom> symptoms) {
		deadlines.keySet().removeIf(kind -> symptoms.stream().noneMatch(symptom -> symptom.kind() == kind));
		boolean exceeded = false;
		for (Symptom symptom : symptoms) {
			excuseRestarts(symptom.container());
			exceeded |= isExceeded(symptom);
		}
		return exceeded ? Optional.of(symptoms.getFirst()) : Optional.empty();
	}

	private void excuseRestarts(@Nullable ContainerName container) {
		if (container != null && container.waitsForModel()) {
			excused.put(key(container), container.restarts());
		}
	}

	/** Forgets all symptoms, because the resource is ready. */
	void clear() {
		deadlines.clear();
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
					&& countedRestarts(symptom.container()) >= settings.crashLoopRestarts();
		}
		Duration limit = limit(symptom.kind());
		if (limit.isZero()) {
			return false;
		}
		return deadlines.computeIfAbsent(symptom.kind(), kind -> timekeeper.deadline(limit)).hasPassed(timekeeper);
	}

	/** Returns the restarts, without those while the container waited for its model. */
	private int countedRestarts(ContainerName container) {
		return container.restarts() - excused.getOrDefault(key(container), 0);
	}

	private static String key(ContainerName container) {
		return container.pod() + "/" + container.container();
	}

	private Duration limit(Kind kind) {
		return switch (kind) {
			case IMAGE_PULL -> settings.imagePull();
			case CONTAINER_CONFIG -> settings.containerConfig();
			case QUOTA -> settings.quota();
			case POD_REJECTED -> settings.podRejected();
			case OPERATOR_FAILED, PROGRESS_DEADLINE -> settings.operatorFailed();
			case CRASH_LOOP, VOLUME, UNSCHEDULABLE, PROBE_FAILING, NOT_RECONCILED -> Duration.ZERO;
		};
	}

	/** Returns the time until a symptom may have lasted too long. */
	Optional<Duration> nextCheck() {
		return deadlines.values()
			.stream()
			.map(deadline -> deadline.remaining(timekeeper))
			.filter(left -> !left.isZero())
			.min(Comparator.naturalOrder());
	}

	/** Describes a symptom, how long it has lasted, and when it fails the step. */
	String describe(Symptom symptom) {
		Deadline limit = deadlines.get(symptom.kind());
		String lasted = (limit != null) ? " for %s, fails the step after %s"
			.formatted(Durations.inSeconds(limit.elapsed(timekeeper)), Durations.of(limit.timeout())) : "";
		return symptom.kind() + lasted + restarts(symptom) + ": " + symptom.explanation();
	}

	private String restarts(Symptom symptom) {
		ContainerName container = symptom.container();
		boolean counted = symptom.kind() == Kind.CRASH_LOOP && settings.crashLoopRestarts() > 0;
		return (counted && container != null)
				? ", restart %d of %d".formatted(countedRestarts(container), settings.crashLoopRestarts()) : "";
	}

}
