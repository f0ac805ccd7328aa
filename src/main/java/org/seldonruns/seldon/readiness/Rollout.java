package org.seldonruns.seldon.readiness;

import java.util.Optional;

import org.seldonruns.seldon.resource.OwnedDeployment;

/** Decides whether a Deployment has rolled out. */
@FunctionalInterface
interface Rollout {

	/** Decides by the status of the Deployment. */
	Rollout BY_STATUS = (deployment, count) -> deployment.hasExactly(count) ? Optional.empty()
			: Optional.of(deployment.describeMissing(count));

	/**
	 * Requires exactly a number of replicas.
	 * @return what is missing; empty if the Deployment has them
	 */
	Optional<String> missing(OwnedDeployment deployment, int count);

}
