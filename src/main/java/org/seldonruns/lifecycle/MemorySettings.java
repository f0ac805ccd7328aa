package org.seldonruns.lifecycle;

import java.util.stream.Stream;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of the memory that the manifests of live runs and of dry runs may take, measured
 * where it is largest: the upload, the parsed manifest and the request that creates the
 * resource. A manifest of 4 KB takes about 30 KB. New runs beyond a limit are rejected.
 *
 * @param maxTotal the limit for all runs together
 * @param maxPerCaller the limit for the runs of one caller; without authentication,
 * callers are unknown and this limit does not apply
 * @param maxPerNamespace the limit for the runs in one namespace
 */
@Validated
@ConfigurationProperties("seldon-runs.run.memory")
public record MemorySettings(@DefaultValue("64MB") @NotNull DataSize maxTotal,
		@DefaultValue("32MB") @NotNull DataSize maxPerCaller, @DefaultValue("32MB") @NotNull DataSize maxPerNamespace) {

	/** Holds the largest manifest, so that no upload is rejected forever. */
	private static final DataSize SMALLEST = DataSize.ofMegabytes(16);

	/**
	 * Tells whether each limit has room for the largest manifest.
	 * @return false if one is too small
	 */
	@AssertTrue(message = "each limit must be at least 16MB, which the largest manifest can take")
	boolean isLargeEnough() {
		return Stream.of(maxTotal, maxPerCaller, maxPerNamespace).allMatch(limit -> limit.compareTo(SMALLEST) >= 0);
	}

}
