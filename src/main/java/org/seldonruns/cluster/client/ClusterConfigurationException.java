package org.seldonruns.cluster.client;

/** The settings name a cluster configuration that cannot be had. */
final class ClusterConfigurationException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	ClusterConfigurationException(String message) {
		super(message);
	}

}
