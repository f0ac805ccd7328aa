package org.seldonruns.run;

import org.jspecify.annotations.Nullable;

/**
 * The observed replicas of one component, that is, of one Deployment.
 *
 * @param deployment the Deployment's name
 * @param initial the number of ready replicas before the scale
 * @param scaled the number of ready replicas after the scale; null before that
 * @param autoscaled whether an autoscaler sets its replicas, so that the run does not
 * scale it
 */
public record Component(String deployment, int initial, @Nullable Integer scaled, boolean autoscaled) {

	/**
	 * Estimates the memory it takes.
	 * @return bytes
	 */
	long weight() {
		return 80 + 2L * deployment.length();
	}

}
