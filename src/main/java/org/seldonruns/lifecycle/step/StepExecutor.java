package org.seldonruns.lifecycle.step;

import org.seldonruns.run.StepName;
import org.seldonruns.time.Deadline;

/** Plays one step. */
public interface StepExecutor {

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
	StepOutcome play(RunContext rehearsal, Deadline deadline);

}
