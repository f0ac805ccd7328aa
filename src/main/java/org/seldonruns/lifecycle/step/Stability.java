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

	private final Duration required;

	private final Timekeeper timekeeper;

	/**
	 * Passes when the resource has been ready for long enough; null if it is not ready.
	 */
	private @Nullable Deadline reached;

	private int restarts;

	private @Nullable String interruption;

	Stability(Duration required, Timekeeper timekeeper) {
		this.required = required;
		this.timekeeper = timekeeper;
	}

	/**
	 * Records that the resource is ready.
	 * @param restartsSoFar the number of restarts of its containers; a restart also
	 * restarts the time
	 * @return whether it has been ready for long enough
	 */
	boolean isReached(int restartsSoFar) {
		if (reached != null && restartsSoFar > restarts) {
			interrupt("a container restarted");
		}
		if (reached == null) {
			reached = timekeeper.deadline(required);
			restarts = restartsSoFar;
		}
		return required.isZero() || reached.hasPassed(timekeeper);
	}

	/** Records that the resource is not ready; restarts the time. */
	void interrupt(String reason) {
		if (reached != null) {
			reached = null;
			interruption = reason;
		}
	}

	/** Describes the time for which the resource has been ready. */
	String progress() {
		String elapsed = (reached != null) ? Durations.inSeconds(reached.elapsed(timekeeper)) : "0 s";
		return "ready, stable for %s of %s".formatted(elapsed, Durations.inSeconds(required))
				+ ((interruption != null) ? "; the time restarted: " + interruption : "");
	}

	/** Returns a clause about the last interruption, if any. */
	Stream<String> interruption() {
		return Stream.ofNullable(interruption).map(reason -> "no longer ready: " + reason);
	}

	/** Returns the time until the required time may be reached. */
	Optional<Duration> nextCheck() {
		return Optional.ofNullable(reached)
			.map(deadline -> deadline.remaining(timekeeper))
			.filter(remaining -> !remaining.isZero());
	}

}
