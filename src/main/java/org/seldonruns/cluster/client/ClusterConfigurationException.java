package org.seldonruns.cluster.client;

/** The configured kubeconfig or context does not exist or is invalid. */
final class ClusterConfigurationException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	ClusterConfigurationException(String message) {
		super(message);
	}

}
