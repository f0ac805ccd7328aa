package org.seldonruns.run;

import java.util.Arrays;
import java.util.List;

import org.seldonruns.run.request.RunParameters;

/** The steps of a run, in order. */
public enum StepName {

	/** Creates the resource. */
	CREATE,

	/** Waits until every component has the replicas that it asks for. */
	AWAIT_READY,

	/** Sends predictions to the ready resource. */
	PREDICT,

	/** Changes the replicas of every component that is not autoscaled. */
	SCALE,

	/** Waits until every component that was scaled has exactly the new replicas. */
	AWAIT_SCALED,

	/** Sends predictions to the scaled resource. */
	PREDICT_SCALED,

	/** Replaces the spec of the resource by that of a second manifest. */
	UPDATE,

	/**
	 * Waits until the update has rolled out and superseded Deployments and pods are gone.
	 */
	AWAIT_UPDATED,

	/** Sends predictions to the updated resource. */
	PREDICT_UPDATED,

	/** Deletes the resource and waits until it and all objects that it owns are gone. */
	DELETE;

	/** Returns the steps of a run with these parameters, in order. */
	public static List<StepName> of(RunParameters parameters) {
		return Arrays.stream(values())
			.filter(step -> parameters.predictions() != null || !step.isPrediction())
			.filter(step -> parameters.update() != null || !step.isUpdate())
			.toList();
	}

	/** Returns whether the step sends predictions. */
	public boolean isPrediction() {
		return this == PREDICT || this == PREDICT_SCALED || this == PREDICT_UPDATED;
	}

	/** Returns whether the step belongs to an update. */
	public boolean isUpdate() {
		return this == UPDATE || this == AWAIT_UPDATED || this == PREDICT_UPDATED;
	}

	/** Returns whether each run has this step. */
	public boolean isMandatory() {
		return !isPrediction() && !isUpdate();
	}

}
