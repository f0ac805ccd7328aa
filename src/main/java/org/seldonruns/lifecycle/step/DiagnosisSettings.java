package org.seldonruns.lifecycle.step;

import java.time.Duration;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of early failure: the time for which a problem must last without interruption
 * before the step fails. With 0, the step waits until its timeout instead.
 *
 * @param imagePull Time after which a step fails with IMAGE_PULL if an image still cannot
 * be pulled. With 0, the step waits until its timeout. An invalid image name fails the
 * step at once.
 * @param crashLoopRestarts Number of restarts of a container after which a step fails
 * with CRASH_LOOP. Restarts of an explainer count only after its predictor became
 * available. With 0, the step waits until its timeout.
 * @param containerConfig Time after which a step fails with CONTAINER_CONFIG if a
 * container still cannot be created. With 0, the step waits until its timeout.
 * @param quota Time after which a step fails with QUOTA if a quota or a limit range still
 * prevents the creation of pods. With 0, the step waits until its timeout.
 * @param podRejected Time after which a step fails with POD_REJECTED if the API server
 * still rejects pods. With 0, the step waits until its timeout.
 * @param webhookUnavailable Time after which a step fails with WEBHOOK_UNAVAILABLE if the
 * API server still cannot call an admission webhook. With 0, the step waits until its
 * timeout.
 * @param operatorFailed Time after which a step fails with OPERATOR_FAILED if the
 * operator still reports the state Failed, or with PROGRESS_DEADLINE if a Deployment is
 * still past its progress deadline. With 0, the step waits until its timeout.
 */
@Validated
@ConfigurationProperties("seldon-runs.diagnosis")
public record DiagnosisSettings(@DefaultValue("30s") @NotNull @DurationMin(millis = 0) Duration imagePull,
		@DefaultValue("3") @Min(0) int crashLoopRestarts,
		@DefaultValue("30s") @NotNull @DurationMin(millis = 0) Duration containerConfig,
		@DefaultValue("30s") @NotNull @DurationMin(millis = 0) Duration quota,
		@DefaultValue("30s") @NotNull @DurationMin(millis = 0) Duration podRejected,
		@DefaultValue("30s") @NotNull @DurationMin(millis = 0) Duration webhookUnavailable,
		@DefaultValue("10s") @NotNull @DurationMin(millis = 0) Duration operatorFailed) {
}
