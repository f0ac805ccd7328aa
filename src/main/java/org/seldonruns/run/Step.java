package org.seldonruns.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.seldonruns.run.availability.Availability;
import org.seldonruns.run.prediction.PredictionResult;

/**
 * The state of one step of a run.
 *
 * @param name the name
 * @param status the status
 * @param startedAt when it began, by the wall clock; null if it has not begun
 * @param deadline when it times out, by the wall clock; null if it has not begun
 * @param finishedAt when it ended, by the wall clock
 * @param duration its duration, by the monotonic clock; null if it never began
 * @param detail what it waits for while it is running, else its result
 * @param diagnosis why it failed or was cancelled; null for other statuses
 * @param predictions the predictions that it sent, by predictor
 * @param availability how available each predictor was during an update
 */
public record Step(StepName name, StepStatus status, @Nullable Instant startedAt, @Nullable Instant deadline,
		@Nullable Instant finishedAt, @Nullable Duration duration, @Nullable String detail,
		@Nullable Diagnosis diagnosis, List<PredictionResult> predictions, List<Availability> availability) {

	public Step {
		// Annotations of earlier versions have none.
		predictions = (predictions != null) ? List.copyOf(predictions) : List.of();
		availability = (availability != null) ? List.copyOf(availability) : List.of();
		if (status.isUnsuccessful() != (diagnosis != null)) {
			throw new IllegalArgumentException(
					"a diagnosis belongs to a failed or cancelled step, and to no other: " + name);
		}
	}

	/** Creates a step without predictions. */
	public Step(StepName name, StepStatus status, @Nullable Instant startedAt, @Nullable Instant deadline,
			@Nullable Instant finishedAt, @Nullable Duration duration, @Nullable String detail,
			@Nullable Diagnosis diagnosis) {
		this(name, status, startedAt, deadline, finishedAt, duration, detail, diagnosis, List.of(), List.of());
	}

	static Step pending(StepName name) {
		return new Step(name, StepStatus.PENDING, null, null, null, null, null, null);
	}

	Step begun(Instant at, @Nullable Duration timeout) {
		require(StepStatus.PENDING);
		return new Step(name, StepStatus.RUNNING, at, (timeout != null) ? at.plus(timeout) : null, null, null, null,
				null);
	}

	Step progressed(String what) {
		return (status == StepStatus.RUNNING) ? running(what, predictions, availability) : this;
	}

	Step predicted(PredictionResult result) {
		require(StepStatus.RUNNING);
		return running(detail, Stream.concat(predictions.stream(), Stream.of(result)).toList(), availability);
	}

	Step observed(List<Availability> seen) {
		require(StepStatus.RUNNING);
		return running(detail, predictions, seen);
	}

	private Step running(@Nullable String what, List<PredictionResult> predicted, List<Availability> observed) {
		return new Step(name, status, startedAt, deadline, null, null, what, null, predicted, observed);
	}

	Step succeeded(Instant at, Duration took, String what) {
		require(StepStatus.RUNNING);
		return ended(StepStatus.SUCCEEDED, at, took, what, null);
	}

	Step failed(Instant at, Duration took, Diagnosis why) {
		require(StepStatus.RUNNING);
		return ended(StepStatus.FAILED, at, took, why.explanation(), why);
	}

	Step skipped(Instant at, @Nullable Duration took, String why) {
		requireLive();
		return ended(StepStatus.SKIPPED, at, took, why, null);
	}

	Step cancelled(Instant at, @Nullable Duration took, Diagnosis why) {
		requireLive();
		return ended(StepStatus.CANCELLED, at, took, why.explanation(), why);
	}

	private Step ended(StepStatus result, Instant at, @Nullable Duration took, String what, @Nullable Diagnosis why) {
		return new Step(name, result, startedAt, deadline, at, took, what, why, predictions, availability);
	}

	/**
	 * Returns a copy without logs, for callers who may not read them.
	 * @param instead the line of evidence that replaces them
	 * @return a step whose diagnosis has no logs
	 */
	public Step withoutLogs(String instead) {
		return (diagnosis != null) ? with(diagnosis.withoutLogs(instead), predictions) : this;
	}

	/**
	 * Returns a copy without the bodies of answers, for callers who may not read them.
	 * @param instead the line of evidence that replaces them
	 */
	Step withoutAnswers(String instead) {
		Step without = withoutExcerpts();
		return (diagnosis != null) ? without.with(diagnosis.withoutAnswers(instead), without.predictions) : without;
	}

	/** Returns a copy without the bodies of first answers. */
	Step withoutExcerpts() {
		return with(diagnosis, predictions.stream().map(PredictionResult::withoutExcerpt).toList());
	}

	private Step with(@Nullable Diagnosis changed, List<PredictionResult> predicted) {
		return new Step(name, status, startedAt, deadline, finishedAt, duration, detail, changed, predicted,
				availability);
	}

	boolean hasAnswers() {
		return (diagnosis != null && !diagnosis.answers().isEmpty())
				|| predictions.stream().anyMatch(PredictionResult::hasExcerpt);
	}

	/**
	 * Estimates the memory of the texts.
	 * @return the number of bytes
	 */
	long weight() {
		long evidence = (diagnosis != null) ? diagnosis.allEvidence().stream().mapToLong(String::length).sum() : 0;
		return 2 * (evidence + ((detail != null) ? detail.length() : 0))
				+ predictions.stream().mapToLong(PredictionResult::weight).sum()
				+ availability.stream().mapToLong(Availability::weight).sum();
	}

	private void requireLive() {
		if (status.isTerminal()) {
			throw new IllegalStateException("step " + name + " is " + status);
		}
	}

	private void require(StepStatus expected) {
		if (status != expected) {
			throw new IllegalStateException("step " + name + " is " + status + ", not " + expected);
		}
	}

}
