package org.seldonruns.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.seldonruns.run.availability.Availability;
import org.seldonruns.run.prediction.PredictionResult;
import org.seldonruns.time.Timekeeper;

/**
 * The steps of one run. A step can begin when all earlier steps are finished. Not safe
 * for use by several threads; {@link Run} guards it.
 */
final class Steps {

	private final Timekeeper timekeeper;

	private final Map<StepName, Step> steps = new EnumMap<>(StepName.class);

	private final Map<StepName, Long> begunNanos = new EnumMap<>(StepName.class);

	private @Nullable StepName current;

	/**
	 * Creates pending steps.
	 */
	Steps(List<StepName> names, Timekeeper timekeeper) {
		this.timekeeper = timekeeper;
		names.forEach(step -> steps.put(step, Step.pending(step)));
	}

	/**
	 * Restores finished steps.
	 */
	void restore(List<Step> past) {
		past.forEach(step -> steps.put(step.name(), step));
	}

	void begin(StepName step, @Nullable Duration timeout) {
		requireTurn(step);
		change(step, before -> before.begun(timekeeper.now(), timeout));
		begunNanos.put(step, timekeeper.nanoTime());
		current = step;
	}

	/** Describes the progress of a step; without effect if the step is not running. */
	void progress(StepName step, String detail) {
		change(step, before -> before.progressed(detail));
	}

	void predicted(StepName step, PredictionResult result) {
		change(step, before -> before.predicted(result));
	}

	void observed(StepName step, List<Availability> availability) {
		change(step, before -> before.observed(availability));
	}

	private void requireTurn(StepName step) {
		boolean itsTurn = steps.values()
			.stream()
			.takeWhile(earlier -> earlier.name() != step)
			.allMatch(earlier -> earlier.status().isTerminal());
		if (!itsTurn) {
			throw new IllegalStateException("it is not the turn of step " + step);
		}
	}

	void succeed(StepName step, String detail) {
		change(step, before -> before.succeeded(timekeeper.now(), took(step), detail));
	}

	void fail(StepName step, Diagnosis diagnosis) {
		change(step, before -> before.failed(timekeeper.now(), took(step), diagnosis));
	}

	void skip(StepName step, String detail) {
		change(step, before -> before.skipped(timekeeper.now(), tookIfBegun(step), detail));
	}

	/** Skips DELETE when all earlier steps are finished. */
	void skipDelete(Instant at, String detail) {
		requireTurn(StepName.DELETE);
		change(StepName.DELETE, before -> before.skipped(at, null, detail));
	}

	/** Skips all pending steps. */
	void skipPending(String detail) {
		steps.replaceAll((name, step) -> (step.status() == StepStatus.PENDING)
				? step.skipped(timekeeper.now(), null, detail) : step);
	}

	void cancel(StepName step, Diagnosis diagnosis) {
		change(step, before -> before.cancelled(timekeeper.now(), tookIfBegun(step), diagnosis));
	}

	/**
	 * Returns the step that began last.
	 * @return null before the first
	 */
	@Nullable StepName current() {
		return current;
	}

	/**
	 * Returns the step that had begun last at a moment.
	 * @param moment by the wall clock, not in the future
	 * @return null before the first
	 */
	@Nullable StepName stepAt(Instant moment) {
		return steps.values()
			.stream()
			.filter(step -> step.startedAt() != null && !step.startedAt().isAfter(moment))
			.map(Step::name)
			.max(Comparator.naturalOrder())
			.orElse(null);
	}

	boolean areFinished() {
		return steps.values().stream().allMatch(step -> step.status().isTerminal());
	}

	List<Step> list() {
		return List.copyOf(steps.values());
	}

	long weight() {
		return steps.values().stream().mapToLong(Step::weight).sum();
	}

	private void change(StepName step, UnaryOperator<Step> transition) {
		steps.computeIfPresent(step, (name, before) -> transition.apply(before));
	}

	private @Nullable Duration tookIfBegun(StepName step) {
		Long begun = begunNanos.get(step);
		return (begun != null) ? Duration.ofNanos(timekeeper.nanoTime() - begun) : null;
	}

	// Zero if the step has not begun; then the transition throws an exception.
	private Duration took(StepName step) {
		return Objects.requireNonNullElse(tookIfBegun(step), Duration.ZERO);
	}

}
