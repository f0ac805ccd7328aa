package org.seldonruns.run;

/** Where a step stands. */
public enum StepStatus {

	/** Its turn has not come. */
	PENDING(false),

	/** It is being played. */
	RUNNING(false),

	/** It did what it is for. */
	SUCCEEDED(true),

	/** It could not do what it is for; its diagnosis says why. */
	FAILED(true),

	/** There was nothing for it to do; its detail says why. */
	SKIPPED(true),

	/** The run was stopped at this step; its diagnosis says by what. */
	CANCELLED(true);

	private final boolean terminal;

	StepStatus(boolean terminal) {
		this.terminal = terminal;
	}

	/**
	 * Whether the step is over.
	 * @return whether no further change of status can follow
	 */
	public boolean isTerminal() {
		return terminal;
	}

	/**
	 * Whether the step ended otherwise than it should.
	 * @return whether a diagnosis says why
	 */
	public boolean isUnhappy() {
		return this == FAILED || this == CANCELLED;
	}

}
