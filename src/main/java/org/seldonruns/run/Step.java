package org.seldonruns.run;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One step of a run as it stands now.
 *
 * @param name which step
 * @param status where it stands
 * @param startedAt when it began, by the wall clock; none while pending, and where it
 * never began
 * @param finishedAt when it ended, by the wall clock
 * @param duration how long it took, by the monotonic source; none where it never began
 * @param detail what happened, for people
 * @param diagnosis why it failed; there exactly where the status is FAILED
 */
public record Step(StepName name, StepStatus status, @Nullable Instant startedAt, @Nullable Instant finishedAt,
		@Nullable Duration duration, @Nullable String detail, @Nullable Diagnosis diagnosis) {

	public Step {
		if ((status == StepStatus.FAILED) != (diagnosis != null)) {
			throw new IllegalArgumentException("a diagnosis belongs to a failed step, and to no other: " + name);
		}
	}

	static Step pending(StepName name) {
		return new Step(name, StepStatus.PENDING, null, null, null, null, null);
	}

	Step begun(Instant at) {
		require(StepStatus.PENDING);
		return new Step(name, StepStatus.RUNNING, at, null, null, null, null);
	}

	Step succeeded(Instant at, Duration took, String what) {
		require(StepStatus.RUNNING);
		return new Step(name, StepStatus.SUCCEEDED, startedAt, at, took, what, null);
	}

	Step failed(Instant at, Duration took, Diagnosis why) {
		require(StepStatus.RUNNING);
		return new Step(name, StepStatus.FAILED, startedAt, at, took, why.explanation(), why);
	}

	Step skipped(Instant at, @Nullable Duration took, String why) {
		return left(StepStatus.SKIPPED, at, took, why);
	}

	Step cancelled(Instant at, @Nullable Duration took, String why) {
		return left(StepStatus.CANCELLED, at, took, why);
	}

	private Step left(StepStatus how, Instant at, @Nullable Duration took, String why) {
		if (status.isTerminal()) {
			throw new IllegalStateException("step " + name + " is " + status);
		}
		return new Step(name, how, startedAt, at, took, why, null);
	}

	private void require(StepStatus expected) {
		if (status != expected) {
			throw new IllegalStateException("step " + name + " is " + status + ", not " + expected);
		}
	}

}
