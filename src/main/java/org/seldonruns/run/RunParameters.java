package org.seldonruns.run;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The parameters of a run.
 *
 * @param replicas the number of replicas to which each component is scaled, unless it is
 * autoscaled
 * @param timeout the timeout of each step except DELETE
 * @param deleteTimeout the timeout of DELETE
 * @param keepOnFailure how long the resource is kept if the run fails; null deletes it
 */
public record RunParameters(int replicas, Duration timeout, Duration deleteTimeout, @Nullable Duration keepOnFailure) {

	/**
	 * Creates the parameters of a run that does not keep its resource.
	 * @param replicas the number of replicas to which each component is scaled, unless it
	 * is autoscaled
	 * @param timeout the timeout of each step except DELETE
	 * @param deleteTimeout the timeout of DELETE
	 */
	public RunParameters(int replicas, Duration timeout, Duration deleteTimeout) {
		this(replicas, timeout, deleteTimeout, null);
	}

}
