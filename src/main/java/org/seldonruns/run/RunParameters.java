package org.seldonruns.run;

import java.time.Duration;

/**
 * How a run is played.
 *
 * @param replicas what each component that is not autoscaled is scaled to
 * @param timeout the longest time of each step but DELETE
 * @param deleteTimeout the longest time of DELETE
 */
public record RunParameters(int replicas, Duration timeout, Duration deleteTimeout) {
}
