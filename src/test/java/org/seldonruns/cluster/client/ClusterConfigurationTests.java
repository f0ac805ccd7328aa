package org.seldonruns.cluster.client;

import java.nio.file.Path;
import java.time.Duration;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seldonruns.cluster.ClusterSettings;
import org.seldonruns.simulation.SimulatedCluster;

import static org.assertj.core.api.Assertions.assertThat;

class ClusterConfigurationTests {

	private final ClusterConfiguration configuration = new ClusterConfiguration();

	@TempDir
	Path folder;

	@Test
	void clientCountsRequestsAndDoesNotRetry() {
		try (SimulatedCluster cluster = SimulatedCluster.start()) {
			ClusterSettings settings = new ClusterSettings(cluster.writeKubeconfig(folder.resolve("kubeconfig")), null,
					Duration.ofSeconds(7), Duration.ofSeconds(7), Duration.ZERO, Duration.ofSeconds(15));
			SimpleMeterRegistry registry = new SimpleMeterRegistry();
			Config config = configuration.kubernetesConfig(settings);

			try (KubernetesClient client = configuration.kubernetesClient(config, settings, registry)) {
				assertThat(client.pods().inNamespace("any").list().getItems()).isEmpty();
			}

			assertThat(config.getMasterUrl()).isEqualTo(cluster.url() + "/");
			assertThat(config.getRequestTimeout()).isEqualTo(7000);
			assertThat(config.getConnectionTimeout()).isEqualTo(7000);
			assertThat(config.getRequestRetryBackoffLimit()).isZero();
			assertThat(Duration.ofMillis(32L * config.getWatchReconnectInterval())).isLessThan(Duration.ofSeconds(5));
			assertThat(
					registry.get("seldon.runs.kubernetes.requests").tags("verb", "list", "resource", "pods").counter())
				.satisfies(counter -> assertThat(counter.count()).isEqualTo(1));
		}
	}

	@Test
	void explainsInvalidConfiguration() {
		ClusterConfigurationException failure = new ClusterConfigurationException("the kubeconfig has no context x");

		assertThat(new ClusterConfigurationFailureAnalyzer().analyze(new IllegalStateException(failure)))
			.satisfies(analysis -> {
				assertThat(analysis.getDescription())
					.isEqualTo("Cannot load the configuration of the cluster: the kubeconfig has no context x.");
				assertThat(analysis.getAction()).contains("seldon-runs.cluster.kubeconfig",
						"seldon-runs.cluster.context", "KUBECONFIG");
				assertThat(analysis.getCause()).isSameAs(failure);
			});
	}

}
