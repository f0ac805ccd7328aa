package org.seldonruns.security;

import java.time.Duration;
import java.util.Set;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Who may call, and how far the service asks.
 *
 * @param mode whether callers have to say who they are; by default they have to in
 * Kubernetes, and not elsewhere
 * @param audiences a caller's token has to be meant for one of these; none means for the
 * API server itself
 * @param verdictAge how long a verdict of the API server on a caller is taken as still
 * true
 * @param maxVerdicts the most verdicts of each kind that are remembered
 * @param maxReviews how many reviews of each kind are sent at the same time for callers
 * who were not accepted lately; beyond it they get 503
 * @param streamCheck how often the caller of a stream is judged anew
 * @param openMetrics whether metrics are shown to those who do not say who they are
 * @param openDocuments whether the API's documents are shown to those who do not say who
 * they are
 * @param hosts the names by which the service may be called beside localhost and
 * addresses; asked for where callers do not say who they are, and where it is set
 */
@Validated
@ConfigurationProperties("seldon-runs.security")
public record SecuritySettings(@DefaultValue("none") @NotNull SecurityMode mode,
		@DefaultValue Set<@NotBlank String> audiences,
		@DefaultValue("10s") @NotNull @DurationMin(millis = 0) @DurationMax(minutes = 1) Duration verdictAge,
		@DefaultValue("10000") @Min(1) int maxVerdicts, @DefaultValue("50") @Min(1) int maxReviews,
		@DefaultValue("1m") @NotNull @DurationMin(seconds = 1) @DurationMax(minutes = 1) Duration streamCheck,
		@DefaultValue("false") boolean openMetrics, @DefaultValue("true") boolean openDocuments,
		@DefaultValue Set<@NotBlank String> hosts) {

	public SecuritySettings {
		audiences = Set.copyOf(audiences);
		hosts = Set.copyOf(hosts);
	}

}
