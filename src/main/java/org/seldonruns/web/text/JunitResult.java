package org.seldonruns.web.text;

import org.seldonruns.run.Cause;
import org.seldonruns.run.Step;
import org.seldonruns.run.StepStatus;

/** How a step counts for JUnit. */
enum JunitResult {

	/** The step did what it is for. */
	SUCCESS,

	/** What was rehearsed is not as it should be. */
	FAILURE,

	/** The rehearsal could not be carried out, and says nothing of the resource. */
	ERROR,

	/** There was nothing to do. */
	SKIPPED;

	/**
	 * How a step counts.
	 * @param step a step that is over
	 * @return by its cause, where it did not end well
	 */
	static JunitResult of(Step step) {
		if (step.diagnosis() != null) {
			return of(step.diagnosis().cause());
		}
		return (step.status() == StepStatus.SKIPPED) ? SKIPPED : SUCCESS;
	}

	private static JunitResult of(Cause cause) {
		return switch (cause) {
			case REFUSED, OPERATOR_FAILED, NOT_RECONCILED, IMAGE_PULL, CRASH_LOOP, CONTAINER_CONFIG, UNSCHEDULABLE,
					VOLUME, QUOTA, PROBE_FAILING, PROGRESS_DEADLINE, DELETION_BLOCKED, TIMED_OUT ->
				FAILURE;
			case DELETED_BY_ANOTHER, REPLACED_BY_ANOTHER, CHANGED_BY_ANOTHER, CLUSTER_UNREACHABLE, CANCELLED,
					INTERRUPTED, INTERNAL_ERROR ->
				ERROR;
		};
	}

}
