package org.seldonruns;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.seldonruns.simulation.SimulatedCluster;
import tools.jackson.databind.JsonNode;

import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The service as a process of its own with a small heap, and two hundred runs in it at
 * once. How many events each of their resources has says the system property
 * {@code crowd.events}.
 */
@Timeout(600)
class CrowdIT {

	private static final int RUNS = 200;

	private static final int EVENTS = Integer.getInteger("crowd.events", 20);

	private static final Duration PATIENCE = Duration.ofMinutes(5);

	private final SimulatedCluster cluster = SimulatedCluster.start();

	private final ServiceProcess process;

	private final ServiceClient service;

	CrowdIT(@TempDir Path folder) {
		process = ServiceProcess.start(folder, cluster.writeKubeconfig(folder.resolve("kubeconfig")),
				"--seldon-runs.run.max-running=" + RUNS);
		service = process.client();
	}

	@AfterEach
	void close() {
		process.close();
		cluster.close();
	}

	@Test
	void allRunsFinishWithSmallHeap() throws IOException {
		cluster.behaviour().limitAll(1, 0);
		List<String> paths = IntStream.range(0, RUNS)
			.mapToObj(index -> service.startText(RealCluster.manifest("run-" + index, "0s"), "?namespace=crowd"))
			.toList();
		paths.forEach(path -> service.awaitStep(path, "AWAIT_READY"));

		cluster.happens(EVENTS);
		paths.forEach(path -> await().atMost(PATIENCE).until(() -> events(service.body(path)) == EVENTS));
		cluster.behaviour().unlimited();

		// The history is bounded in memory, and may have dropped those that ended first.
		await().atMost(PATIENCE).until(() -> StringUtils.countOccurrencesOf(process.log(), " SUCCEEDED in ") == RUNS);
		assertThat(process.log()).doesNotContain("OutOfMemoryError");
	}

	private static long events(JsonNode run) {
		return run.path("timeline")
			.valueStream()
			.filter(entry -> entry.path("reason").asString().equals("Happened"))
			.count();
	}

}
