package org.seldonruns.run;

/** The status of a step. */
public enum StepStatus {

	/** The step has not begun. */
	PENDING(false),

	/** The step is executing. */
	RUNNING(false),

	/** The step succeeded. */
	SUCCEEDED(true),

	/** The step failed; its diagnosis says why. */
	FAILED(true),

	/** The step was skipped; its detail says why. */
	SKIPPED(true),

	/** The run was cancelled at this step; its diagnosis says why. */
	CANCELLED(true);

	private final boolean terminal;

	StepStatus(boolean terminal) {
		this.terminal = terminal;
	}

	/**
	 * Returns whether the status is final.
	 * @return true if no other status can follow
	 */
	public boolean isTerminal() {
		return terminal;
	}

	/**
	 * Returns whether the step failed or was cancelled; only then does it have a
	 * diagnosis.
	 */
	public boolean isUnsuccessful() {
		return this == FAILED || this == CANCELLED;
	}

}
