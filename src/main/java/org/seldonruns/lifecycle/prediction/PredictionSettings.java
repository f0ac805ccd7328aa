package org.seldonruns.lifecycle.prediction;

import java.time.Duration;

import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of predictions.
 *
 * @param timeout Time within which a prediction must be answered; otherwise the step
 * fails with PREDICTION_FAILED. During an update it counts as failed.
 * @param retryFor Time for which the first prediction is retried if a predictor cannot be
 * reached yet or answers with 503, because endpoints become ready later than pods. With
 * 0, it is not retried.
 */
@Validated
@ConfigurationProperties("seldon-runs.prediction")
public record PredictionSettings(@DefaultValue("10s") @NotNull @DurationMin(millis = 1) Duration timeout,
		@DefaultValue("10s") @NotNull @DurationMin(millis = 0) Duration retryFor) {

	/**
	 * Returns the timeout of the HTTP request, which is longer than {@link #timeout()},
	 * so that a prediction without an answer always ends by the latter.
	 */
	public Duration requestTimeout() {
		return timeout.plusSeconds(1);
	}

}
