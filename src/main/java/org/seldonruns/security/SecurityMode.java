package org.seldonruns.security;

/** The authentication of callers. */
public enum SecurityMode {

	/**
	 * Callers send a bearer token of the cluster and need the same permissions as in the
	 * cluster.
	 */
	KUBERNETES,

	/**
	 * Every client that reaches the service can use all of its permissions. Only for a
	 * service that is not reachable by others.
	 */
	NONE

}
