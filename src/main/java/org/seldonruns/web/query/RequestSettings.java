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

import org.seldonruns.run.RunParameters;

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
 */
@Validated
@ConfigurationProperties("seldon-runs.request")
public record RequestSettings(@DefaultValue("2") @Min(1) int replicas, @DefaultValue("100") @Min(1) int maxReplicas,
		@DefaultValue("5m") @NotNull @DurationMin(millis = 1) Duration timeout,
		@DefaultValue("1h") @NotNull @DurationMin(millis = 1) Duration maxTimeout,
		@DefaultValue("2m") @NotNull @DurationMin(millis = 1) Duration deleteTimeout,
		@DefaultValue("1h") @NotNull @DurationMin(millis = 1) Duration maxDeleteTimeout,
		@DefaultValue("24h") @NotNull @DurationMin(millis = 1) Duration maxKeepOnFailure) {

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
	 */
	public RunParameters parameters(RunQuery query) {
		return new RunParameters(Objects.requireNonNullElse(query.replicas(), replicas),
				Objects.requireNonNullElse(query.timeout(), timeout),
				Objects.requireNonNullElse(query.deleteTimeout(), deleteTimeout), query.keepOnFailure());
	}

}
