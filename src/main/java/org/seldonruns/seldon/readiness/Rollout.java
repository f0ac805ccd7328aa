package org.seldonruns.seldon.readiness;

import java.util.Optional;

import org.seldonruns.seldon.resource.OwnedDeployment;

/** Decides whether a Deployment has rolled out. */
interface Rollout {

	/** Decides by the status of the Deployment. */
	Rollout BY_STATUS = new Rollout() {
	};

	/**
	 * Requires exactly a number of replicas.
	 * @return what is missing; empty if the Deployment has them
	 */
	default Optional<String> missing(OwnedDeployment deployment, int count) {
		return deployment.hasExactly(count) ? Optional.empty() : Optional.of(deployment.describeMissing(count));
	}

	/**
	 * Requires a number of replicas or more.
	 * @return what is missing; empty if the Deployment has them
	 */
	default Optional<String> missingAtLeast(OwnedDeployment deployment, int minimum) {
		return deployment.hasAtLeast(minimum) ? Optional.empty()
				: Optional.of("%s has %d available".formatted(deployment.name(), deployment.available()));
	}

}
