package org.seldonruns.lifecycle;

import org.seldonruns.lifecycle.step.Cancellation;
import org.seldonruns.run.Run;

/**
 * A run that is queued or running.
 *
 * @param run the run
 * @param cancellation cancels the run
 */
record LiveRun(Run run, Cancellation cancellation) {

	LiveRun(Run run) {
		this(run, new Cancellation());
	}

}
