package org.seldonruns.cluster.client;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Reports an invalid configuration of the cluster at the start, without a stack trace.
 */
class ClusterConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<ClusterConfigurationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ClusterConfigurationException cause) {
		return new FailureAnalysis("The cluster's configuration cannot be had: " + cause.getMessage() + ".",
				"Name a kubeconfig that is there, and a context of it, in seldon-runs.cluster.kubeconfig and "
						+ "seldon-runs.cluster.context or in KUBECONFIG.",
				cause);
	}

}
