package org.seldonruns.web;

import java.time.Duration;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

import org.seldonruns.seldon.Manifest;

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

	/**
	 * Whether the parser of manifests reads what is let in.
	 * @return false where the size is none, or above what the parser takes
	 */
	@AssertTrue(message = "the size must be from 1 byte to " + Manifest.MAX_BYTES + " bytes")
	boolean isSizeReadable() {
		return maxSize.toBytes() > 0 && maxSize.toBytes() <= Manifest.MAX_BYTES;
	}

}
