package org.seldonruns.run;

/** The status of a run, derived from its steps. */
public enum RunStatus {

	/** The run is queued. */
	QUEUED(false),

	/** The run is executing its steps. */
	RUNNING(false),

	/** Every step succeeded or had nothing to scale. */
	SUCCEEDED(true),

	/** A step failed. */
	FAILED(true),

	/** A caller cancelled the run, or the service shut down, before a step failed. */
	CANCELLED(true);

	private final boolean terminal;

	RunStatus(boolean terminal) {
		this.terminal = terminal;
	}

	/**
	 * Returns whether the status is final.
	 * @return true if no other status can follow
	 */
	public boolean isTerminal() {
		return terminal;
	}

}
