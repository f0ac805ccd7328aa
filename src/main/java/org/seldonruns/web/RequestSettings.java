package org.seldonruns.web;

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
 * What a run is played with where its request does not say, and how far a request may go.
 *
 * @param replicas what each component is scaled to by default
 * @param maxReplicas the most replicas that may be asked for
 * @param timeout the longest time of each step but DELETE, by default
 * @param maxTimeout the longest timeout that may be asked for
 * @param deleteTimeout the longest time of DELETE, by default
 * @param maxDeleteTimeout the longest timeout of DELETE that may be asked for
 * @param maxKeepOnFailure the longest time for which the resource of a failed run may be
 * kept
 */
@Validated
@ConfigurationProperties("seldon-runs.request")
record RequestSettings(@DefaultValue("2") @Min(1) int replicas, @DefaultValue("100") @Min(1) int maxReplicas,
		@DefaultValue("5m") @NotNull @DurationMin(millis = 1) Duration timeout,
		@DefaultValue("1h") @NotNull @DurationMin(millis = 1) Duration maxTimeout,
		@DefaultValue("2m") @NotNull @DurationMin(millis = 1) Duration deleteTimeout,
		@DefaultValue("1h") @NotNull @DurationMin(millis = 1) Duration maxDeleteTimeout,
		@DefaultValue("24h") @NotNull @DurationMin(millis = 1) Duration maxKeepOnFailure) {

	/**
	 * Whether what a request gets by default is what it could have asked for.
	 * @return false where a default lies above its maximum
	 */
	@AssertTrue(message = "a default must not be above its maximum")
	boolean isWithinItsMaxima() {
		return replicas <= maxReplicas && timeout.compareTo(maxTimeout) <= 0
				&& deleteTimeout.compareTo(maxDeleteTimeout) <= 0;
	}

	/**
	 * Completes the query of a request with the defaults.
	 * @param query the query
	 * @return the parameters of the run
	 */
	RunParameters parameters(RunQuery query) {
		return new RunParameters(Objects.requireNonNullElse(query.replicas(), replicas),
				Objects.requireNonNullElse(query.timeout(), timeout),
				Objects.requireNonNullElse(query.deleteTimeout(), deleteTimeout), query.keepOnFailure());
	}

}
