package org.seldonruns.lifecycle.step;

import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;

/** How a step ended. */
public sealed interface StepOutcome {

	/**
	 * It did what it is for.
	 *
	 * @param detail what happened, for people
	 */
	record Succeeded(String detail) implements StepOutcome {
	}

	/**
	 * There was nothing for it to do.
	 *
	 * @param detail why, for people
	 */
	record Skipped(String detail) implements StepOutcome {
	}

	/**
	 * It could not do what it is for.
	 *
	 * @param diagnosis why
	 */
	record Failed(Diagnosis diagnosis) implements StepOutcome {
	}

	/**
	 * The run was stopped meanwhile.
	 *
	 * @param diagnosis by what
	 */
	record Cancelled(Diagnosis diagnosis) implements StepOutcome {
	}

	static StepOutcome failed(Cause cause, String explanation) {
		return new Failed(Diagnosis.of(cause, explanation));
	}

}
