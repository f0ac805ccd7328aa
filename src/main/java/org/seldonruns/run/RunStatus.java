package org.seldonruns.run;

/** Where a run stands; derived from its steps. */
public enum RunStatus {

	/** Waits for a free place among the runs that are played at once. */
	QUEUED(false),

	/** Its steps are being played. */
	RUNNING(false),

	/** Every step succeeded, or was skipped because every component is autoscaled. */
	SUCCEEDED(true),

	/** A step failed; the first that did says why. */
	FAILED(true),

	/** Somebody stopped it, or the service was shut down, before a step failed. */
	CANCELLED(true);

	private final boolean terminal;

	RunStatus(boolean terminal) {
		this.terminal = terminal;
	}

	/**
	 * Whether the run is over.
	 * @return whether no further change of status can follow
	 */
	public boolean isTerminal() {
		return terminal;
	}

}
