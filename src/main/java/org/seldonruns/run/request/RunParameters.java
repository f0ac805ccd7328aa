package org.seldonruns.run.request;

import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The parameters of a run.
 *
 * @param replicas the number of replicas to which each component is scaled, unless it is
 * autoscaled
 * @param timeout the timeout of each step except DELETE
 * @param deleteTimeout the timeout of DELETE
 * @param keepOnFailure how long the resource is kept if the run fails; null deletes it
 * @param stableFor how long the resource must be ready without interruption before a wait
 * ends, shorter than the timeout; 0 ends the wait at once
 * @param fieldValidation how the API server handles unknown fields
 * @param predictions how to send predictions; null if the run sends none
 * @param update how to judge the update; null if the run makes none
 */
public record RunParameters(int replicas, Duration timeout, Duration deleteTimeout, @Nullable Duration keepOnFailure,
		Duration stableFor, FieldValidation fieldValidation, @Nullable PredictionParameters predictions,
		@Nullable UpdateParameters update) {

	/** Supplies the defaults of parameters that annotations of earlier versions lack. */
	public RunParameters {
		stableFor = Objects.requireNonNullElse(stableFor, Duration.ZERO);
		fieldValidation = Objects.requireNonNullElse(fieldValidation, FieldValidation.WARN);
	}

	/** Creates the parameters of a run that does not keep its resource. */
	public RunParameters(int replicas, Duration timeout, Duration deleteTimeout) {
		this(replicas, timeout, deleteTimeout, null);
	}

	/** Creates parameters with the default stability and field validation. */
	public RunParameters(int replicas, Duration timeout, Duration deleteTimeout, @Nullable Duration keepOnFailure) {
		this(replicas, timeout, deleteTimeout, keepOnFailure, Duration.ZERO, FieldValidation.WARN, null, null);
	}

}
