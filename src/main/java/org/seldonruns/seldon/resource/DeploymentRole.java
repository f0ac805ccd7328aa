package org.seldonruns.seldon.resource;

/** What a Deployment of a SeldonDeployment is for. */
public enum DeploymentRole {

	/** A {@code componentSpecs[]} entry. */
	COMPONENT,

	/** The service orchestrator of a predictor, in a Deployment of its own. */
	ORCHESTRATOR,

	/** The explainer of a predictor. */
	EXPLAINER

}
