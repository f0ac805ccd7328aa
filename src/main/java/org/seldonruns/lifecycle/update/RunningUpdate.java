package org.seldonruns.lifecycle.update;

import org.seldonruns.lifecycle.step.RunContext;
import org.seldonruns.seldon.readiness.UpdateBaseline;

/**
 * The state that UPDATE shares with AWAIT_UPDATED.
 *
 * @param baseline the state before the update
 * @param monitor observes the predictors until it is closed
 */
record RunningUpdate(UpdateBaseline baseline, AvailabilityMonitor monitor) implements RunContext.SharedState {

	@Override
	public void close() {
		monitor.close();
	}

}
