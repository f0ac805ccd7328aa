package org.seldonruns.lifecycle;

import java.time.Duration;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long what probably keeps a resource from becoming ready has to last before a wait
 * ends for it. Zero turns one off: the wait then goes on until its time is up.
 *
 * @param imagePull an image that cannot be pulled
 * @param crashLoopRestarts how often a container was started anew after it ended
 * @param containerConfig a container that cannot be made
 * @param quota pods that cannot be made
 * @param operatorFailed the operator's state {@code Failed}, or a Deployment past its
 * progress deadline
 */
@Validated
@ConfigurationProperties("seldon-runs.diagnosis")
public record DiagnosisSettings(@DefaultValue("30s") @NotNull @DurationMin(millis = 0) Duration imagePull,
		@DefaultValue("3") @Min(0) int crashLoopRestarts,
		@DefaultValue("30s") @NotNull @DurationMin(millis = 0) Duration containerConfig,
		@DefaultValue("30s") @NotNull @DurationMin(millis = 0) Duration quota,
		@DefaultValue("10s") @NotNull @DurationMin(millis = 0) Duration operatorFailed) {
}
