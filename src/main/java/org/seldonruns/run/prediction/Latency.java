package org.seldonruns.run.prediction;

import java.time.Duration;
import java.util.List;

/**
 * The latency of predictions, from the start of a request to the end of its answer,
 * including the way through the API server.
 *
 * @param min the shortest
 * @param median the shortest that at least half of them did not exceed
 * @param p95 the shortest that at least 95 % of them did not exceed
 * @param max the longest
 */
public record Latency(Duration min, Duration median, Duration p95, Duration max) {

	/**
	 * Summarizes latencies.
	 * @param latencies at least one
	 */
	public static Latency of(List<Duration> latencies) {
		List<Duration> sorted = latencies.stream().sorted().toList();
		return new Latency(sorted.getFirst(), percentile(sorted, 50), percentile(sorted, 95), sorted.getLast());
	}

	/** Returns the percentile by the nearest-rank method. */
	private static Duration percentile(List<Duration> sorted, int percent) {
		return sorted.get((sorted.size() * percent + 99) / 100 - 1);
	}

}
