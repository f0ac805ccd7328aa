package org.seldonruns.lifecycle;

import org.seldonruns.run.RunSnapshot;

import org.springframework.stereotype.Component;

/** Reports finished runs to the metrics and the log. */
@Component
class FinishedRunReporter {

	private final RunMetrics metrics;

	private final RunLog runLog;

	FinishedRunReporter(RunMetrics metrics, RunLog runLog) {
		this.metrics = metrics;
		this.runLog = runLog;
	}

	void finished(RunSnapshot run) {
		metrics.recordFinished(run);
		runLog.finished(run);
	}

}
