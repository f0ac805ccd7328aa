package org.seldonruns.lifecycle;

import org.seldonruns.lifecycle.step.Cancellation;
import org.seldonruns.run.Run;

/**
 * A run that waits or is played.
 *
 * @param run the run
 * @param cancellation the wish to stop it
 */
record LiveRun(Run run, Cancellation cancellation) {

	LiveRun(Run run) {
		this(run, new Cancellation());
	}

}
