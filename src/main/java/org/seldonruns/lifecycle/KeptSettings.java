package org.seldonruns.lifecycle;

import jakarta.validation.constraints.Min;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Limits how many failed runs keep their resource ({@code keepOnFailure}) at the same
 * time. In total they take at most half of the history's {@code max-runs} and
 * {@code max-size}. Beyond a limit, the resource of a failed run is deleted.
 *
 * @param maxPerCaller the largest number of one caller; without authentication, callers
 * are unknown and this limit does not apply
 * @param maxPerNamespace the largest number in one namespace
 */
@Validated
@ConfigurationProperties("seldon-runs.kept")
public record KeptSettings(@DefaultValue("20") @Min(0) int maxPerCaller,
		@DefaultValue("20") @Min(0) int maxPerNamespace) {
}
