package org.seldonruns.run;

/** The cause for which a step failed or was cancelled. A diagnosis has exactly one. */
public enum Cause {

	/**
	 * The API server or an admission webhook rejected the request; its message says why.
	 */
	REFUSED,

	/** The operator reports the state Failed. */
	OPERATOR_FAILED,

	/** The resource never got a status: no operator reconciles it. */
	NOT_RECONCILED,

	/** An image cannot be pulled, or its name is invalid. */
	IMAGE_PULL,

	/**
	 * A container terminates repeatedly; the evidence has its exit code and reason and
	 * the last lines of its log.
	 */
	CRASH_LOOP,

	/**
	 * A container cannot be created: a ConfigMap, a Secret or a key of one is missing.
	 */
	CONTAINER_CONFIG,

	/** A pod cannot be scheduled; the message of the scheduler says why. */
	UNSCHEDULABLE,

	/** A volume cannot be attached or mounted. */
	VOLUME,

	/** Pods cannot be created because of a quota or a limit range. */
	QUOTA,

	/**
	 * Pods cannot be created because the API server rejects them: an object that they
	 * refer to is missing, or a policy or an admission webhook rejects them.
	 */
	POD_REJECTED,

	/** A container is running, but a probe fails. */
	PROBE_FAILING,

	/** A predictor did not answer a prediction with success, or not as expected. */
	PREDICTION_FAILED,

	/** The API server could not reach the Service of a predictor. */
	PREDICTION_UNREACHABLE,

	/** A predictor had no ready pod for longer than allowed during an update. */
	UNAVAILABLE_DURING_UPDATE,

	/** A Deployment made no progress within its deadline. */
	PROGRESS_DEADLINE,

	/** Another client deleted the resource during the run. */
	DELETED_BY_ANOTHER,

	/** Another client deleted the resource and created another one with the same name. */
	REPLACED_BY_ANOTHER,

	/** Another client changed the resource so that the run cannot continue. */
	CHANGED_BY_ANOTHER,

	/** The resource or an object that it owns was not deleted in time. */
	DELETION_BLOCKED,

	/** The API server cannot call an admission webhook, usually that of the operator. */
	WEBHOOK_UNAVAILABLE,

	/** The API server could not be reached or was unavailable. */
	CLUSTER_UNREACHABLE,

	/** The step timed out. */
	TIMED_OUT,

	/** A caller cancelled the run. */
	CANCELLED,

	/** The service that executed the run was stopped or ended unexpectedly. */
	INTERRUPTED,

	/** The service itself failed; its log has the details. */
	INTERNAL_ERROR

}
