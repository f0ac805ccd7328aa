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
import org.seldonruns.time.Timekeeper;

/**
 * The steps of one run, each of which begins once all before it are over. Not safe for
 * use by several threads; {@link Run} guards it.
 */
final class Steps {

	private final Timekeeper timekeeper;

	private final Map<StepName, Step> steps = new EnumMap<>(StepName.class);

	private final Map<StepName, Long> begunNanos = new EnumMap<>(StepName.class);

	private @Nullable StepName current;

	/**
	 * Steps whose turn has not come.
	 */
	Steps(Timekeeper timekeeper) {
		this.timekeeper = timekeeper;
		for (StepName step : StepName.values()) {
			steps.put(step, Step.pending(step));
		}
	}

	/**
	 * Takes over what became of steps elsewhere.
	 */
	void restore(List<Step> past) {
		past.forEach(step -> steps.put(step.name(), step));
	}

	void begin(StepName step) {
		requireTurn(step);
		change(step, before -> before.begun(timekeeper.now()));
		begunNanos.put(step, timekeeper.nanoTime());
		current = step;
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

	/** Leaves DELETE out, once all steps before it are over. */
	void leaveOutLast(Instant at, String detail) {
		requireTurn(StepName.DELETE);
		change(StepName.DELETE, before -> before.skipped(at, null, detail));
	}

	void cancel(StepName step, Diagnosis diagnosis) {
		change(step, before -> before.cancelled(timekeeper.now(), tookIfBegun(step), diagnosis));
	}

	/**
	 * The step that was begun last.
	 * @return none before the first
	 */
	@Nullable StepName current() {
		return current;
	}

	/**
	 * The step that had been begun last at some moment.
	 * @param moment by the wall clock, and not in the future
	 * @return none before the first
	 */
	@Nullable StepName begunBy(Instant moment) {
		return steps.values()
			.stream()
			.filter(step -> step.startedAt() != null && !step.startedAt().isAfter(moment))
			.map(Step::name)
			.max(Comparator.naturalOrder())
			.orElse(null);
	}

	boolean areOver() {
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

	// A step ends well or badly only once it runs; where it does not, the step itself
	// refuses.
	private Duration took(StepName step) {
		return Objects.requireNonNullElse(tookIfBegun(step), Duration.ZERO);
	}

}
