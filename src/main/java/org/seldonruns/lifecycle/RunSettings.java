package org.seldonruns.lifecycle;

import java.time.Duration;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of queued and running runs, and the grace period of a shutdown.
 *
 * @param maxRunning Maximum number of runs that execute at the same time.
 * @param maxQueued Maximum number of queued runs. Beyond it, new runs get 429.
 * @param maxPerCaller Maximum number of queued and running runs per caller. Beyond it,
 * new runs get 429. The limit applies only to authenticated callers.
 * @param maxPerNamespace Maximum number of queued and running runs per namespace. Beyond
 * it, new runs get 429.
 * @param shutdownGrace Maximum time for which a shutdown waits for the deletion of the
 * resources of cancelled runs.
 */
@Validated
@ConfigurationProperties("seldon-runs.run")
public record RunSettings(@DefaultValue("100") @Min(1) int maxRunning, @DefaultValue("1000") @Min(0) int maxQueued,
		@DefaultValue("200") @Min(1) int maxPerCaller, @DefaultValue("200") @Min(1) int maxPerNamespace,
		@DefaultValue("25s") @NotNull @DurationMin(millis = 0) Duration shutdownGrace) {
}
