package org.seldonruns;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.seldonruns.ProxyFault.Request;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The API server is stopped while a run is in each of the five steps, and started again.
 * How long it is down says the system property {@code outage}.
 */
@Timeout(180)
@TestInstance(Lifecycle.PER_CLASS)
@EnabledIfEnvironmentVariable(named = "KUBECONFIG_IT", matches = ".+")
@EnabledIfEnvironmentVariable(named = "CLUSTER_IT_CONTROL", matches = ".+",
		disabledReason = "the cluster is not ours to stop")
class OutageIT {

	private static final Duration OUTAGE = DurationStyle.detectAndParse(System.getProperty("outage", "5s"));

	private static final Map<String, String> HELD = Map.of("CREATE", "POST", "SCALE", "PATCH", "DELETE", "DELETE");

	private final RealCluster cluster = new RealCluster();

	private final FaultProxy proxy = new FaultProxy(cluster.config());

	private ConfigurableApplicationContext context;

	private ServiceClient service;

	@BeforeAll
	void start(@TempDir Path folder) {
		context = RealCluster.serve(proxy.writeKubeconfig(folder.resolve("kubeconfig")));
		service = RealCluster.clientOf(context);
	}

	@AfterAll
	void close() {
		context.close();
		proxy.close();
		cluster.close();
	}

	@Test
	void runSucceedsDespiteOutageInEachStep() {
		Map<String, String> runs = new LinkedHashMap<>();
		List<Runnable> releases = new ArrayList<>();
		for (String step : List.of("CREATE", "AWAIT_READY", "SCALE", "AWAIT_SCALED", "DELETE")) {
			if (HELD.containsKey(step)) {
				releases.add(proxy.hold(Request.write(String.valueOf(HELD.get(step)), name(step))));
			}
			runs.put(step, service.startText(RealCluster.manifest(name(step), "1h"),
					"?namespace=" + cluster.namespace() + "&timeout=2m"));
		}
		List.of("SCALE", "AWAIT_SCALED", "DELETE").forEach(step -> cluster.makePodsReady(name(step), 1));
		cluster.makePodsReady(name("DELETE"), 2);
		runs.forEach((step, path) -> service.awaitStep(path, step));

		RealCluster.control("stop-apiserver");
		releases.forEach(Runnable::run);
		await().pollDelay(OUTAGE).atMost(OUTAGE.plusSeconds(5)).until(() -> true);
		RealCluster.control("start-apiserver");

		// The controllers of the cluster need their time as well until they are back.
		await().atMost(Duration.ofMinutes(2)).until(() -> {
			runs.forEach((step, path) -> cluster.makePodsReady(name(step), 0));
			return runs.values().stream().allMatch(path -> !service.body(path).path("finishedAt").isNull());
		});
		runs.forEach((step, path) -> {
			JsonNode run = service.body(path);
			assertThat(run.path("status").asString()).as("%s", run).isEqualTo("SUCCEEDED");
		});
		cluster.assertNothingIsLeft();
	}

	private static String name(String step) {
		return "in-" + step.toLowerCase(java.util.Locale.ROOT).replace('_', '-');
	}

}
