package org.seldonruns.lifecycle.step;

import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;

/** The outcome of a step. */
public sealed interface StepOutcome {

	/**
	 * The step succeeded.
	 *
	 * @param detail a description
	 */
	record Succeeded(String detail) implements StepOutcome {
	}

	/**
	 * The step had nothing to do.
	 *
	 * @param detail the reason
	 */
	record Skipped(String detail) implements StepOutcome {
	}

	/**
	 * The step failed.
	 *
	 * @param diagnosis the reason
	 */
	record Failed(Diagnosis diagnosis) implements StepOutcome {
	}

	/**
	 * The run was cancelled during the step.
	 *
	 * @param diagnosis the reason
	 */
	record Cancelled(Diagnosis diagnosis) implements StepOutcome {
	}

	static StepOutcome failed(Cause cause, String explanation) {
		return new Failed(Diagnosis.of(cause, explanation));
	}

}
