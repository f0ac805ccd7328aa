package org.seldonruns.run.history;

/** The result of removing a run from the history. */
public enum RunRemoval {

	/** The run was removed. */
	REMOVED,

	/** The run is live and stays. */
	LIVE,

	/** The resource of the run is kept, so the run stays. */
	KEPT,

	/** There is no such run. */
	UNKNOWN

}
