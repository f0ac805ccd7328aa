package org.seldonruns.cluster;

import java.nio.file.Path;
import java.time.Duration;

import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the cluster is reached and watched.
 *
 * @param kubeconfig the kubeconfig file; where not set, the files that KUBECONFIG names,
 * else the one in the home folder, else the pod's ServiceAccount
 * @param context the context of the kubeconfig; where not set, its current one
 * @param requestTimeout the longest time of one request to the API server, and the time
 * within which a dead connection to it is replaced
 * @param idleWatches how long the watches of a namespace stay after its last run has
 * ended
 * @param leaseDuration how long another instance waits for a sign of life before it
 * removes what this one has left; a Lease in each namespace with runs is renewed three
 * times as often
 */
@Validated
@ConfigurationProperties("seldon-runs.cluster")
public record ClusterSettings(@Nullable Path kubeconfig, @Nullable String context,
		@DefaultValue("10s") @NotNull @DurationMin(millis = 1) Duration requestTimeout,
		@DefaultValue("30s") @NotNull @DurationMin(millis = 0) Duration idleWatches,
		@DefaultValue("15s") @NotNull @DurationMin(seconds = 1) Duration leaseDuration) {
}
