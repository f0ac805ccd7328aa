package org.seldonruns.lifecycle;

import java.util.stream.Stream;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of the memory for the manifests of live runs and of dry runs. The service counts
 * the peak: the upload, the parsed manifest and the request that creates the resource. A
 * manifest of 4 KB takes about 30 KB.
 *
 * @param maxTotal Maximum memory for the manifests of all queued and running runs and of
 * dry runs, at least 16MB. A manifest of 4 KB takes about 30 KB. Beyond the limit, new
 * runs get 429.
 * @param maxPerCaller Maximum memory for the manifests of the queued and running runs of
 * one caller, at least 16MB. Beyond it, new runs get 429. The limit applies only to
 * authenticated callers.
 * @param maxPerNamespace Maximum memory for the manifests of the queued and running runs
 * in one namespace, at least 16MB. Beyond it, new runs get 429.
 */
@Validated
@ConfigurationProperties("seldon-runs.run.memory")
public record MemorySettings(@DefaultValue("64MB") @NotNull DataSize maxTotal,
		@DefaultValue("32MB") @NotNull DataSize maxPerCaller, @DefaultValue("32MB") @NotNull DataSize maxPerNamespace) {

	/**
	 * Enough for the largest manifest. A lower limit would reject some uploads always.
	 */
	private static final DataSize SMALLEST = DataSize.ofMegabytes(16);

	/**
	 * Returns whether each limit allows the largest manifest.
	 * @return false if one is too small
	 */
	@AssertTrue(message = "each limit must be at least 16MB, which the largest manifest can take")
	boolean isLargeEnough() {
		return Stream.of(maxTotal, maxPerCaller, maxPerNamespace).allMatch(limit -> limit.compareTo(SMALLEST) >= 0);
	}

}
