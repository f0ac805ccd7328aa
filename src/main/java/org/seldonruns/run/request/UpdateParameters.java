package org.seldonruns.run.request;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How to judge an update.
 *
 * @param maxDowntime the longest time without a ready pod that a predictor may have
 * during the update, zero or more; null if any time is accepted
 */
public record UpdateParameters(@Nullable Duration maxDowntime) {

	/** Validates the values, since others may have edited the annotation with them. */
	public UpdateParameters {
		if (maxDowntime != null && maxDowntime.isNegative()) {
			throw new IllegalArgumentException("maxDowntime must not be negative");
		}
	}

}
