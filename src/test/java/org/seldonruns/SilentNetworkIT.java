package org.seldonruns;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests a network that drops all packets without closing connections.
 */
@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS)
@EnabledIfEnvironmentVariable(named = "KUBECONFIG_IT", matches = ".+")
class SilentNetworkIT {

	private final RealCluster cluster = new RealCluster();

	private final TcpProxy proxy = new TcpProxy(cluster.config().getMasterUrl());

	private ConfigurableApplicationContext context;

	private ServiceClient service;

	@BeforeAll
	void start(@TempDir Path folder) {
		Path kubeconfig = proxy.writeKubeconfig(Path.of(RealCluster.kubeconfig()), folder.resolve("kubeconfig"));
		context = RealCluster.serve(kubeconfig, "--seldon-runs.cluster.request-timeout=2s");
		service = RealCluster.clientOf(context);
		// The first run, and the first call to find pods, take longer than later ones.
		service.awaitEnd(service.startText(RealCluster.manifest("first", "0s"), query("1m")));
		cluster.makePodsReady("first", 0);
	}

	@AfterEach
	void unfreeze() {
		proxy.unfreeze();
	}

	@AfterAll
	void close() {
		context.close();
		proxy.close();
		cluster.close();
	}

	@Test
	void deadConnectionsAreReplaced() {
		String path = service.startText(RealCluster.manifest("silent", "1h"), query("1m"));
		service.awaitStep(path, "AWAIT_READY");

		proxy.freeze();
		cluster.makePodsReady("silent", 1);
		service.awaitStep(path, "AWAIT_SCALED");
		cluster.makePodsReady("silent", 2);
		proxy.freeze();
		JsonNode run = service.awaitEnd(path);

		assertThat(run.path("status").asString()).as("%s", run).isEqualTo("SUCCEEDED");
		// Two silences, each noticed within two pings and the pauses between attempts.
		assertThat(Duration.ofMillis(run.path("durationMillis").asLong())).isLessThan(Duration.ofSeconds(40));
		cluster.assertNothingIsLeft();
	}

	@Test
	void reportsUnreachableClusterAtTimeout() {
		String path = service.startText(RealCluster.manifest("gone", "1h"), query("10s") + "&deleteTimeout=5s");
		service.awaitStep(path, "AWAIT_READY");

		proxy.freezeAll();
		JsonNode run = service.awaitEnd(path);

		assertThat(run.path("failure").path("cause").asString()).as("%s", run).isEqualTo("CLUSTER_UNREACHABLE");
		assertThat(run.path("cleanup").path("cause").asString()).isEqualTo("CLUSTER_UNREACHABLE");
		assertThat(ServiceClient.steps(run)).isEqualTo(List.of("SUCCEEDED", "FAILED", "SKIPPED", "SKIPPED", "FAILED"));
		cluster.resource("gone").delete();
		await().untilAsserted(cluster::assertNothingIsLeft);
	}

	private String query(String timeout) {
		return "?namespace=" + cluster.namespace() + "&timeout=" + timeout;
	}

}
