package org.seldonruns.security;

/** Whether callers have to say who they are. */
public enum SecurityMode {

	/**
	 * Callers bring a bearer token that the cluster's API server knows, and may do here
	 * what they may do there.
	 */
	KUBERNETES,

	/**
	 * Whoever reaches the service may do all that the service may; for a service that
	 * only its owner reaches.
	 */
	NONE

}
