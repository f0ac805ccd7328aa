package org.seldonruns.lifecycle;

import org.seldonruns.run.RunSnapshot;

import org.springframework.stereotype.Component;

/** Writes down how runs ended, where the history does not. */
@Component
class FinishedRunReporter {

	private final RunMetrics metrics;

	private final RunLog runLog;

	FinishedRunReporter(RunMetrics metrics, RunLog runLog) {
		this.metrics = metrics;
		this.runLog = runLog;
	}

	void finished(RunSnapshot run) {
		metrics.finished(run);
		runLog.finished(run);
	}

}
