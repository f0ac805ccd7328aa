package org.seldonruns.cluster.client;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Reports an invalid configuration of the cluster at the start, without a stack trace.
 */
class ClusterConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<ClusterConfigurationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ClusterConfigurationException cause) {
		return new FailureAnalysis("Cannot load the configuration of the cluster: " + cause.getMessage() + ".",
				"Set seldon-runs.cluster.kubeconfig or KUBECONFIG to an existing kubeconfig file, and "
						+ "seldon-runs.cluster.context, if it is set, to one of its contexts.",
				cause);
	}

}
