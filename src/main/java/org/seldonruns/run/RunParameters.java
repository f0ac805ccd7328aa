package org.seldonruns.run;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How a run is played.
 *
 * @param replicas what each component that is not autoscaled is scaled to
 * @param timeout the longest time of each step but DELETE
 * @param deleteTimeout the longest time of DELETE
 * @param keepOnFailure how long the resource stays when the run fails; none means that it
 * is deleted as ever
 */
public record RunParameters(int replicas, Duration timeout, Duration deleteTimeout, @Nullable Duration keepOnFailure) {

	/**
	 * Parameters of a run that keeps nothing.
	 * @param replicas what each component that is not autoscaled is scaled to
	 * @param timeout the longest time of each step but DELETE
	 * @param deleteTimeout the longest time of DELETE
	 */
	public RunParameters(int replicas, Duration timeout, Duration deleteTimeout) {
		this(replicas, timeout, deleteTimeout, null);
	}

}
