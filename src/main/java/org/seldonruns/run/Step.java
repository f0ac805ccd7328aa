package org.seldonruns.run;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

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
 */
public record Step(StepName name, StepStatus status, @Nullable Instant startedAt, @Nullable Instant deadline,
		@Nullable Instant finishedAt, @Nullable Duration duration, @Nullable String detail,
		@Nullable Diagnosis diagnosis) {

	public Step {
		if (status.isUnsuccessful() != (diagnosis != null)) {
			throw new IllegalArgumentException(
					"a diagnosis belongs to a failed or cancelled step, and to no other: " + name);
		}
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
		return (status == StepStatus.RUNNING) ? new Step(name, status, startedAt, deadline, null, null, what, null)
				: this;
	}

	Step succeeded(Instant at, Duration took, String what) {
		require(StepStatus.RUNNING);
		return new Step(name, StepStatus.SUCCEEDED, startedAt, deadline, at, took, what, null);
	}

	Step failed(Instant at, Duration took, Diagnosis why) {
		require(StepStatus.RUNNING);
		return new Step(name, StepStatus.FAILED, startedAt, deadline, at, took, why.explanation(), why);
	}

	Step skipped(Instant at, @Nullable Duration took, String why) {
		requireLive();
		return new Step(name, StepStatus.SKIPPED, startedAt, deadline, at, took, why, null);
	}

	Step cancelled(Instant at, @Nullable Duration took, Diagnosis why) {
		requireLive();
		return new Step(name, StepStatus.CANCELLED, startedAt, deadline, at, took, why.explanation(), why);
	}

	/**
	 * Returns a copy without logs, for callers who may not read them.
	 * @param instead the line of evidence that replaces them
	 * @return a step whose diagnosis has no logs
	 */
	public Step withoutLogs(String instead) {
		return (diagnosis != null) ? new Step(name, status, startedAt, deadline, finishedAt, duration, detail,
				diagnosis.withoutLogs(instead)) : this;
	}

	/**
	 * Estimates the memory of the texts.
	 * @return the number of bytes
	 */
	long weight() {
		long evidence = (diagnosis != null) ? diagnosis.allEvidence().stream().mapToLong(String::length).sum() : 0;
		return 2 * (evidence + ((detail != null) ? detail.length() : 0));
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
