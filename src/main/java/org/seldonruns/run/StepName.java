package org.seldonruns.run;

/** The steps of a run, in the order in which they are played. */
public enum StepName {

	/** Writes the resource to the cluster. */
	CREATE,

	/** Waits until every component has the replicas that it asks for. */
	AWAIT_READY,

	/** Changes the replicas of every component that is not autoscaled. */
	SCALE,

	/** Waits until every component that was scaled has exactly the new replicas. */
	AWAIT_SCALED,

	/** Deletes the resource and waits until it and all it owned are gone. */
	DELETE

}
