package org.seldonruns.web.text;

import org.seldonruns.run.Cause;
import org.seldonruns.run.Step;
import org.seldonruns.run.StepStatus;

/** The result of a step in a JUnit report. */
enum JunitResult {

	/** The step succeeded. */
	SUCCESS,

	/** The step failed because of the resource. */
	FAILURE,

	/** The step ended for a reason that says nothing about the resource. */
	ERROR,

	/** The step did not run. */
	SKIPPED;

	static JunitResult of(Step step) {
		if (step.diagnosis() != null) {
			return of(step.diagnosis().cause());
		}
		return (step.status() == StepStatus.SKIPPED) ? SKIPPED : SUCCESS;
	}

	private static JunitResult of(Cause cause) {
		return switch (cause) {
			case REFUSED, OPERATOR_FAILED, NOT_RECONCILED, IMAGE_PULL, CRASH_LOOP, CONTAINER_CONFIG, UNSCHEDULABLE,
					VOLUME, QUOTA, POD_REJECTED, PROBE_FAILING, PREDICTION_FAILED, PREDICTION_UNREACHABLE,
					UNAVAILABLE_DURING_UPDATE, PROGRESS_DEADLINE, DELETION_BLOCKED, TIMED_OUT ->
				FAILURE;
			case DELETED_BY_ANOTHER, REPLACED_BY_ANOTHER, CHANGED_BY_ANOTHER, CLUSTER_UNREACHABLE, WEBHOOK_UNAVAILABLE,
					CANCELLED, INTERRUPTED, INTERNAL_ERROR ->
				ERROR;
		};
	}

}
