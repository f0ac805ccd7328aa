package org.seldonruns.run;

/** The steps of a run, in order. */
public enum StepName {

	/** Creates the resource. */
	CREATE,

	/** Waits until every component has the replicas that it asks for. */
	AWAIT_READY,

	/** Changes the replicas of every component that is not autoscaled. */
	SCALE,

	/** Waits until every component that was scaled has exactly the new replicas. */
	AWAIT_SCALED,

	/** Deletes the resource and waits until it and all objects that it owns are gone. */
	DELETE

}
