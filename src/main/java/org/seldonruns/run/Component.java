package org.seldonruns.run;

import org.jspecify.annotations.Nullable;

/**
 * What was seen of one component, hence of one Deployment.
 *
 * @param deployment the Deployment's name
 * @param initial the replicas it was seen ready with
 * @param scaled the replicas it was seen ready with after the scale; none before that
 * @param autoscaled whether an autoscaler owns its replicas, so that the run leaves them
 */
public record Component(String deployment, int initial, @Nullable Integer scaled, boolean autoscaled) {

	/**
	 * About how much memory it takes.
	 * @return bytes
	 */
	long weight() {
		return 80 + 2L * deployment.length();
	}

}
