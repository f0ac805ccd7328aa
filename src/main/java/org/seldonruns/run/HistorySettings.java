package org.seldonruns.run;

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
 * Bounds of the history in memory. Live runs are never dropped, whatever the bounds.
 *
 * @param maxRuns the most runs that are kept
 * @param maxAge how long a run is kept after its end
 * @param maxSize about how much memory the runs may take together
 * @param timelineEntries the most entries of one run's timeline; past it the middle is
 * left out
 */
@Validated
@ConfigurationProperties("seldon-runs.history")
public record HistorySettings(@DefaultValue("1000") @Min(1) int maxRuns,
		@DefaultValue("24h") @NotNull @DurationMin(seconds = 1) Duration maxAge,
		@DefaultValue("64MB") @NotNull DataSize maxSize,
		@DefaultValue("2000") @Min(2) @Max(100_000) int timelineEntries) {

	public HistorySettings {
		// The validator's constraints know no sizes.
		if (maxSize.toBytes() <= 0) {
			throw new IllegalArgumentException("max-size must be greater than 0");
		}
	}

}
