package org.seldonruns.run.history;

import java.time.Duration;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of the history in memory. They apply to finished runs; live runs and runs whose
 * resource is kept have limits of their own.
 *
 * @param maxRuns Maximum number of finished runs in the history. The oldest are dropped
 * first.
 * @param minAge Minimum time for which a finished run stays in the history, at most
 * max-age. New runs get 429 while the history is full of younger runs.
 * @param maxAge Maximum time for which a finished run stays in the history, at least 1s.
 * @param maxSize Maximum memory for all finished runs, estimated.
 * @param timelineEntries Maximum number of timeline entries per run, from 2 to 100000.
 * Beyond it, the service replaces entries in the middle by one entry that counts them.
 */
@Validated
@ConfigurationProperties("seldon-runs.history")
public record HistorySettings(@DefaultValue("1000") @Min(1) int maxRuns,
		@DefaultValue("1m") @NotNull @DurationMin(millis = 0) Duration minAge,
		@DefaultValue("24h") @NotNull @DurationMin(seconds = 1) Duration maxAge,
		@DefaultValue("64MB") @NotNull DataSize maxSize,
		@DefaultValue("2000") @Min(2) @Max(100_000) int timelineEntries) {

	public HistorySettings {
		// The validator's constraints know no sizes.
		if (maxSize.toBytes() <= 0) {
			throw new IllegalArgumentException("max-size must be greater than 0");
		}
		if (minAge.compareTo(maxAge) > 0) {
			throw new IllegalArgumentException("min-age must not be longer than max-age");
		}
	}

}
