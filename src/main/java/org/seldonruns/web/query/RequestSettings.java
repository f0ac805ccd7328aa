package org.seldonruns.web.query;

import java.time.Duration;
import java.util.Objects;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import org.seldonruns.run.FieldValidation;
import org.seldonruns.run.RunParameters;
import org.seldonruns.time.Durations;
import org.seldonruns.web.problem.ProblemException;
import org.seldonruns.web.problem.ProblemType;

/**
 * Defaults and limits of the parameters of a run.
 *
 * @param replicas Default of the parameter replicas: the number of replicas to scale each
 * component to.
 * @param maxReplicas Largest accepted value of the parameter replicas.
 * @param timeout Default of the parameter timeout: the timeout of each step except
 * DELETE.
 * @param maxTimeout Largest accepted value of the parameter timeout.
 * @param deleteTimeout Default of the parameter deleteTimeout: the timeout of the step
 * DELETE.
 * @param maxDeleteTimeout Largest accepted value of the parameter deleteTimeout.
 * @param maxKeepOnFailure Largest accepted value of the parameter keepOnFailure.
 * @param maxStableFor Largest accepted value of the parameter stableFor.
 * @param fieldValidation Default of the parameter fieldValidation: whether the API server
 * ignores unknown fields of a manifest, warns about them, or rejects the manifest.
 */
@Validated
@ConfigurationProperties("seldon-runs.request")
public record RequestSettings(@DefaultValue("2") @Min(1) int replicas, @DefaultValue("100") @Min(1) int maxReplicas,
		@DefaultValue("5m") @NotNull @DurationMin(millis = 1) Duration timeout,
		@DefaultValue("1h") @NotNull @DurationMin(millis = 1) Duration maxTimeout,
		@DefaultValue("2m") @NotNull @DurationMin(millis = 1) Duration deleteTimeout,
		@DefaultValue("1h") @NotNull @DurationMin(millis = 1) Duration maxDeleteTimeout,
		@DefaultValue("24h") @NotNull @DurationMin(millis = 1) Duration maxKeepOnFailure,
		@DefaultValue("1h") @NotNull @DurationMin(millis = 1) Duration maxStableFor,
		@DefaultValue("warn") @NotNull FieldValidation fieldValidation) {

	@AssertTrue(
			message = "replicas, timeout and deleteTimeout must not exceed maxReplicas, maxTimeout and maxDeleteTimeout")
	boolean isEachDefaultInRange() {
		return replicas <= maxReplicas && timeout.compareTo(maxTimeout) <= 0
				&& deleteTimeout.compareTo(maxDeleteTimeout) <= 0;
	}

	/**
	 * Completes the query of a request with the defaults.
	 * @param query the query
	 * @return the parameters of the run
	 * @throws ProblemException if stableFor is not shorter than the timeout
	 */
	public RunParameters parameters(RunQuery query) {
		Duration limit = Objects.requireNonNullElse(query.timeout(), timeout);
		Duration stableFor = Objects.requireNonNullElse(query.stableFor(), Duration.ZERO);
		if (stableFor.compareTo(limit) >= 0) {
			throw ProblemException.ofParameter(ProblemType.INVALID_PARAMETER, "stableFor",
					"stableFor is %s but the timeout is %s; it must be shorter than the timeout."
						.formatted(Durations.of(stableFor), Durations.of(limit)));
		}
		return new RunParameters(Objects.requireNonNullElse(query.replicas(), replicas), limit,
				Objects.requireNonNullElse(query.deleteTimeout(), deleteTimeout), query.keepOnFailure(), stableFor,
				Objects.requireNonNullElse(query.fieldValidation(), fieldValidation));
	}

}
