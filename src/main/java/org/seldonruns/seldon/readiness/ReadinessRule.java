package org.seldonruns.seldon.readiness;

import java.time.Duration;
import java.util.Optional;

import org.seldonruns.seldon.resource.ObservedState.Present;
import org.seldonruns.seldon.resource.SeldonDeployment;

/** Decides whether a resource is ready. */
public interface ReadinessRule {

	/** Decides whether the resource is ready. */
	ReadinessVerdict judge(Present present);

	/**
	 * Detects a change by another client that prevents the resource from becoming ready.
	 * @return the change, such as {@code set the replicas of
	 * iris-default-0-… to 3}; empty if there is none
	 */
	default Optional<String> conflictingChange(SeldonDeployment resource) {
		return Optional.empty();
	}

	/**
	 * Returns whether the state Failed is expected to end by itself.
	 * @param description the reason that the operator gives
	 */
	default boolean isTransientFailure(String description) {
		return false;
	}

	/** Returns how long the resource must be ready at least. */
	default Duration minReadyTime(ReadinessVerdict.Ready ready) {
		return Duration.ZERO;
	}

}
