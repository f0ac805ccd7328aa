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
 * Settings of authentication and authorization.
 *
 * @param mode Authentication of callers: kubernetes (a bearer token that the API server
 * accepts) or none. In a pod the default is kubernetes.
 * @param audiences Accepted audiences of tokens, comma-separated. An empty list accepts
 * tokens for the API server only.
 * @param verdictAge Time for which the result of a TokenReview or SubjectAccessReview is
 * cached, at most 1m. With 0, each request asks the API server.
 * @param maxVerdicts Maximum number of cached results, separately for TokenReviews and
 * for SubjectAccessReviews.
 * @param maxReviews Maximum number of concurrent reviews, separately for TokenReviews and
 * for SubjectAccessReviews. Beyond it, requests get 503, except those of callers that the
 * API server accepted in the last ten minutes.
 * @param streamCheck Interval at which the caller of an open stream is authenticated and
 * authorized again, from 1s to 1m.
 * @param openMetrics Whether /actuator/prometheus is served without a token.
 * @param openDocuments Whether the API documentation (/, Swagger UI, /v3/api-docs,
 * /problems) is served without a token.
 * @param hosts Accepted names in the Host header, without port, comma-separated.
 * Addresses, localhost and *.localhost are always accepted. With mode kubernetes, an
 * empty list accepts all names.
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
