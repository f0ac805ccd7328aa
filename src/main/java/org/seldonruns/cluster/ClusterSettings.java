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
 * Settings of the connection to the Kubernetes cluster and of its watches.
 *
 * @param kubeconfig Path of the kubeconfig file. If it is not set, the service uses the
 * files in KUBECONFIG, else ~/.kube/config, else the ServiceAccount of the pod.
 * @param context Context of the kubeconfig. If it is not set, the service uses the
 * current context.
 * @param requestTimeout Timeout of one request to the API server, unless write-timeout
 * applies. A connection that does not respond to pings is replaced within this time.
 * @param writeTimeout Timeout of a create, a patch or a dry run of a SeldonDeployment.
 * The API server waits up to 30 s for an admission webhook; with a shorter timeout, the
 * request can end before the API server reports that the webhook failed.
 * @param idleWatches Time for which a namespace is still watched after its last run
 * finished.
 * @param leaseDuration Duration of the Lease that shows that this instance is alive, at
 * least 1s. The Lease is renewed three times in this period; when it has expired, another
 * instance deletes the resources that this instance created.
 */
@Validated
@ConfigurationProperties("seldon-runs.cluster")
public record ClusterSettings(@Nullable Path kubeconfig, @Nullable String context,
		@DefaultValue("10s") @NotNull @DurationMin(millis = 1) Duration requestTimeout,
		@DefaultValue("35s") @NotNull @DurationMin(millis = 1) Duration writeTimeout,
		@DefaultValue("30s") @NotNull @DurationMin(millis = 0) Duration idleWatches,
		@DefaultValue("15s") @NotNull @DurationMin(seconds = 1) Duration leaseDuration) {
}
