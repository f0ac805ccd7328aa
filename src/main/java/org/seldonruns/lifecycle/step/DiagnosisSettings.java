package org.seldonruns.lifecycle.step;

import java.time.Duration;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the early end of a wait: how long a problem must last, without a break,
 * before it fails the step. With 0, the step waits until its timeout instead.
 *
 * @param imagePull Time for which an image must fail to be pulled before the step fails
 * with IMAGE_PULL; 0 disables this. An invalid image name fails the step at once.
 * @param crashLoopRestarts Number of restarts of a container after which the step fails
 * with CRASH_LOOP; 0 disables this.
 * @param containerConfig Time for which a container must fail to be created before the
 * step fails with CONTAINER_CONFIG; 0 disables this.
 * @param quota Time for which pods must fail to be created before the step fails with
 * QUOTA; 0 disables this.
 * @param operatorFailed Time for which the operator must report the state Failed, or a
 * Deployment must be past its progress deadline, before the step fails with
 * OPERATOR_FAILED or PROGRESS_DEADLINE; 0 disables this.
 */
@Validated
@ConfigurationProperties("seldon-runs.diagnosis")
public record DiagnosisSettings(@DefaultValue("30s") @NotNull @DurationMin(millis = 0) Duration imagePull,
		@DefaultValue("3") @Min(0) int crashLoopRestarts,
		@DefaultValue("30s") @NotNull @DurationMin(millis = 0) Duration containerConfig,
		@DefaultValue("30s") @NotNull @DurationMin(millis = 0) Duration quota,
		@DefaultValue("10s") @NotNull @DurationMin(millis = 0) Duration operatorFailed) {
}
