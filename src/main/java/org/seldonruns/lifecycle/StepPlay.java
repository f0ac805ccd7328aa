package org.seldonruns.lifecycle;

import org.seldonruns.run.StepName;
import org.seldonruns.time.Deadline;

/** Plays one step. */
interface StepPlay {

	/**
	 * Which step it plays.
	 * @return the step
	 */
	StepName name();

	/**
	 * Plays the step to its end.
	 * @param rehearsal the run
	 * @param deadline when the step's time is up
	 * @return how it ended
	 */
	Outcome play(Rehearsal rehearsal, Deadline deadline);

}
