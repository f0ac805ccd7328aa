package org.seldonruns.run;

/** Why a step failed: the one cause that a diagnosis names. */
public enum Cause {

	/**
	 * The API server or an admission webhook refused the request; its sentence says why.
	 */
	REFUSED,

	/** The operator took the resource up and reports the state Failed. */
	OPERATOR_FAILED,

	/** The resource never got a status: no operator feels responsible for it. */
	NOT_RECONCILED,

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

	/** The service itself failed; its log has the details. */
	INTERNAL_ERROR

}
