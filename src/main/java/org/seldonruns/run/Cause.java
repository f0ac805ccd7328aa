package org.seldonruns.run;

/** Why a step failed or was cancelled: the one cause that a diagnosis names. */
public enum Cause {

	/**
	 * The API server or an admission webhook refused the request; its sentence says why.
	 */
	REFUSED,

	/** The operator took the resource up and reports the state Failed. */
	OPERATOR_FAILED,

	/** The resource never got a status: no operator feels responsible for it. */
	NOT_RECONCILED,

	/** An image cannot be pulled, or its name is none. */
	IMAGE_PULL,

	/**
	 * A container ends again and again; exit code, reason and the last lines of its log
	 * are told.
	 */
	CRASH_LOOP,

	/** A container cannot be made: a ConfigMap, a Secret or a key of one is missing. */
	CONTAINER_CONFIG,

	/** A pod finds no node; the scheduler's sentence says why. */
	UNSCHEDULABLE,

	/** A volume cannot be attached or mounted. */
	VOLUME,

	/** Pods cannot be made, since a quota is used up or an admission refuses them. */
	QUOTA,

	/** A container runs, and a probe says that it is not well. */
	PROBE_FAILING,

	/** A Deployment made no progress within its deadline. */
	PROGRESS_DEADLINE,

	/** Somebody else deleted the resource while the run was using it. */
	DELETED_BY_ANOTHER,

	/** Somebody else deleted the resource and made another one of the same name. */
	REPLACED_BY_ANOTHER,

	/** Somebody else changed the resource in a way that the run cannot go on from. */
	CHANGED_BY_ANOTHER,

	/** The resource or what it owns did not go away in time. */
	DELETION_BLOCKED,

	/** The API server could not be reached, or kept answering that it cannot serve. */
	CLUSTER_UNREACHABLE,

	/** The step's time was up. */
	TIMED_OUT,

	/** Somebody asked for the run to be stopped. */
	CANCELLED,

	/** The service that played the run was stopped, or ended without a word. */
	INTERRUPTED,

	/** The service itself failed; its log has the details. */
	INTERNAL_ERROR

}
