package org.seldonruns.lifecycle;

import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;

/** How a step ended. */
sealed interface Outcome {

	/**
	 * It did what it is for.
	 *
	 * @param detail what happened, for people
	 */
	record Succeeded(String detail) implements Outcome {
	}

	/**
	 * There was nothing for it to do.
	 *
	 * @param detail why, for people
	 */
	record Skipped(String detail) implements Outcome {
	}

	/**
	 * It could not do what it is for.
	 *
	 * @param diagnosis why
	 */
	record Failed(Diagnosis diagnosis) implements Outcome {
	}

	/**
	 * The run was stopped meanwhile.
	 *
	 * @param diagnosis by what
	 */
	record Cancelled(Diagnosis diagnosis) implements Outcome {
	}

	static Outcome failed(Cause cause, String explanation) {
		return new Failed(Diagnosis.of(cause, explanation));
	}

}
