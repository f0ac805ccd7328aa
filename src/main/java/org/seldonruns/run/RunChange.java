package org.seldonruns.run;

/** What of a run has changed. */
enum RunChange {

	/** Something other than its timeline, so that a list of runs shows it, too. */
	SUMMARY,

	/** Its timeline alone. */
	TIMELINE

}
