package org.seldonruns.lifecycle.kept;

import jakarta.validation.constraints.Min;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of the failed runs that keep their resource ({@code keepOnFailure}) at the same
 * time. Together they take at most half of the history's {@code max-runs} and {@code
 * max-size}. If a limit is reached, the resource is deleted and the timeline of the run
 * names the limit.
 *
 * @param maxPerCaller Maximum number of kept resources per caller. If it is reached, the
 * resource of a failed run is deleted despite keepOnFailure. The limit applies only to
 * authenticated callers. With 0, the resources of authenticated callers are not kept.
 * @param maxPerNamespace Maximum number of kept resources per namespace. If it is
 * reached, the resource of a failed run is deleted despite keepOnFailure. In total, kept
 * runs take at most half of history.max-runs and history.max-size.
 */
@Validated
@ConfigurationProperties("seldon-runs.kept")
public record KeptSettings(@DefaultValue("20") @Min(0) int maxPerCaller,
		@DefaultValue("20") @Min(0) int maxPerNamespace) {
}
