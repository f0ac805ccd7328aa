package org.seldonruns.lifecycle.step;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.seldonruns.time.Deadline;
import org.seldonruns.time.Durations;
import org.seldonruns.time.Timekeeper;

/**
 * Measures how long a resource has been ready without interruption. Not thread-safe.
 */
final class Stability {

	private final Timekeeper timekeeper;

	private Duration required = Duration.ZERO;

	/** Measures the time since the resource is ready; null if it is not. */
	private @Nullable Deadline ready;

	private int restarts;

	private @Nullable String interruption;

	Stability(Timekeeper timekeeper) {
		this.timekeeper = timekeeper;
	}

	/**
	 * Records that the resource is ready.
	 * @param restartsSoFar the number of restarts of its containers; a restart also
	 * restarts the time
	 * @param requiredTime the time for which it must be ready
	 * @return whether it has been ready for long enough
	 */
	boolean isReached(int restartsSoFar, Duration requiredTime) {
		if (ready != null && restartsSoFar > restarts) {
			interrupt("a container restarted");
		}
		if (ready == null) {
			ready = timekeeper.deadline(Duration.ZERO);
			restarts = restartsSoFar;
		}
		required = requiredTime;
		return ready.elapsed(timekeeper).compareTo(required) >= 0;
	}

	/** Records that the resource is not ready; restarts the time. */
	void interrupt(String reason) {
		if (ready != null) {
			ready = null;
			interruption = reason;
		}
	}

	/** Describes the time for which the resource has been ready. */
	String progress() {
		String elapsed = (ready != null) ? Durations.inSeconds(ready.elapsed(timekeeper)) : "0 s";
		return "ready, stable for %s of %s".formatted(elapsed, Durations.inSeconds(required))
				+ ((interruption != null) ? "; the time restarted: " + interruption : "");
	}

	/** Returns a clause about the last interruption, if any. */
	Stream<String> interruption() {
		return Stream.ofNullable(interruption).map(reason -> "no longer ready: " + reason);
	}

	/** Returns the time until the required time may be reached. */
	Optional<Duration> nextCheck() {
		return Optional.ofNullable(ready)
			.map(since -> required.minus(since.elapsed(timekeeper)))
			.filter(remaining -> remaining.isPositive());
	}

}
