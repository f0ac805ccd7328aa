package org.seldonruns.web;

import java.time.Duration;

import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Bounds of an upload.
 *
 * @param maxSize the largest manifest that is read
 * @param maxTime how long an upload may take to arrive whole
 */
@Validated
@ConfigurationProperties("seldon-runs.upload")
record UploadSettings(@DefaultValue("1MB") @NotNull DataSize maxSize,
		@DefaultValue("30s") @NotNull @DurationMin(millis = 1) Duration maxTime) {
}
