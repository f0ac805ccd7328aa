package org.seldonruns.web.upload;

import java.time.Duration;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

import org.seldonruns.seldon.manifest.Manifest;

/**
 * Limits of an upload.
 *
 * @param maxSize Maximum size of a manifest, at most 1MB. Larger uploads get 413.
 * @param maxTime Maximum time until an upload has arrived completely. Slower uploads get
 * 408.
 * @param maxTotal Maximum size of all uploads that are being read at the same time, at
 * most 1GB. Beyond it, uploads get 503. Parsing takes several times as much memory.
 */
@Validated
@ConfigurationProperties("seldon-runs.upload")
public record UploadSettings(@DefaultValue("1MB") @NotNull DataSize maxSize,
		@DefaultValue("30s") @NotNull @DurationMin(millis = 1) Duration maxTime,
		@DefaultValue("8MB") @NotNull DataSize maxTotal) {

	/**
	 * The boundaries and part headers of a multipart body beside the manifest, in bytes.
	 */
	static final int MULTIPART_ROOM = 16 * 1024;

	/**
	 * Whether the parser of manifests reads what is let in.
	 * @return false where the size is none, or above what the parser takes
	 */
	@AssertTrue(message = "the size must be from 1 byte to " + Manifest.MAX_BYTES + " bytes")
	boolean isSizeReadable() {
		return maxSize.toBytes() > 0 && maxSize.toBytes() <= Manifest.MAX_BYTES;
	}

	/**
	 * Tells whether the budget of all uploads has room for the largest one.
	 * @return false if it has not, or is larger than 1 GB
	 */
	@AssertTrue(
			message = "max-total must be at most 1GB and have room for an upload of max-size and 16 KB of its multipart framing")
	boolean isTotalLargeEnough() {
		return maxTotal.toBytes() >= maxSize.toBytes() + MULTIPART_ROOM
				&& maxTotal.compareTo(DataSize.ofGigabytes(1)) <= 0;
	}

}
