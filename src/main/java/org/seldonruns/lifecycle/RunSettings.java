package org.seldonruns.lifecycle;

import java.time.Duration;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How runs are played.
 *
 * @param maxRunning the most runs that are played at once
 * @param maxQueued the most runs that wait for their turn; past it a start is refused
 * @param maxPerCaller the most runs of one caller that wait or are played; where callers
 * do not say who they are, nobody is counted
 * @param maxPerNamespace the most runs in one namespace that wait or are played
 * @param shutdownGrace how long a shutdown waits for what it deletes to be gone
 */
@Validated
@ConfigurationProperties("seldon-runs.run")
public record RunSettings(@DefaultValue("100") @Min(1) int maxRunning, @DefaultValue("1000") @Min(0) int maxQueued,
		@DefaultValue("200") @Min(1) int maxPerCaller, @DefaultValue("200") @Min(1) int maxPerNamespace,
		@DefaultValue("25s") @NotNull @DurationMin(millis = 0) Duration shutdownGrace) {
}
