package org.seldonruns.web.upload;

import java.time.Duration;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;

import org.seldonruns.lifecycle.prediction.AnswerSchema;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

import org.seldonruns.seldon.manifest.Manifest;

/**
 * Limits of an upload.
 *
 * @param maxSize Maximum size of a manifest, at most 1MB. Larger uploads get 413.
 * @param maxRequestSize Maximum size of the part request of a form, which is the body of
 * the predictions, at most 1MB. Larger parts get 413.
 * @param maxTime Maximum time to receive an upload. Slower uploads get 408.
 * @param maxTotal Maximum size of all uploads that are being read at the same time, at
 * most 1GB. Beyond it, uploads get 503. Parsing takes several times as much memory.
 */
@Validated
@ConfigurationProperties("seldon-runs.upload")
public record UploadSettings(@DefaultValue("1MB") @NotNull DataSize maxSize,
		@DefaultValue("1MB") @NotNull DataSize maxRequestSize,
		@DefaultValue("30s") @NotNull @DurationMin(millis = 1) Duration maxTime,
		@DefaultValue("8MB") @NotNull DataSize maxTotal) {

	/**
	 * The maximum size of the boundaries and part headers of a multipart body, in bytes.
	 */
	static final int MULTIPART_OVERHEAD = 16 * 1024;

	@AssertTrue(message = "max-size must be from 1 byte to " + Manifest.MAX_BYTES + " bytes")
	boolean isMaxSizeValid() {
		return maxSize.toBytes() > 0 && maxSize.toBytes() <= Manifest.MAX_BYTES;
	}

	@AssertTrue(message = "max-request-size must be from 1 byte to 1MB")
	boolean isMaxRequestSizeValid() {
		return maxRequestSize.toBytes() > 0 && maxRequestSize.compareTo(DataSize.ofMegabytes(1)) <= 0;
	}

	/** Returns the maximum size of a form, in bytes. */
	long maxForm() {
		return 2 * maxSize.toBytes() + maxRequestSize.toBytes() + AnswerSchema.MAX_SIZE + MULTIPART_OVERHEAD;
	}

	@AssertTrue(
			message = "max-total must be at most 1GB and at least twice max-size plus max-request-size plus 80 KB for the other parts of a form")
	boolean isMaxTotalValid() {
		return maxTotal.toBytes() >= maxForm() && maxTotal.compareTo(DataSize.ofGigabytes(1)) <= 0;
	}

}
