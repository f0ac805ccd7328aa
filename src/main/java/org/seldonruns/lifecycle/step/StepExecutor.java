package org.seldonruns.lifecycle.step;

import org.seldonruns.run.StepName;
import org.seldonruns.time.Deadline;

/** Executes one step. */
public interface StepExecutor {

	/**
	 * Returns the name of the step.
	 * @return the name
	 */
	StepName name();

	/**
	 * Executes the step until it succeeds, fails, times out or is cancelled.
	 * @param context the state of the run
	 * @param deadline the deadline of the step
	 * @return the outcome
	 */
	StepOutcome execute(RunContext context, Deadline deadline);

}
