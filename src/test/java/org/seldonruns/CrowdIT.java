package org.seldonruns;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.seldonruns.simulation.SimulatedCluster;
import tools.jackson.databind.JsonNode;

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

	private static final int EVENTS = Integer.getInteger("crowd.events", 50);

	private static final Duration PATIENCE = Duration.ofMinutes(5);

	private final SimulatedCluster cluster = SimulatedCluster.start();

	private Process process;

	private ServiceClient service;

	CrowdIT(@TempDir Path folder) throws IOException {
		int port = freePort();
		process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
				"-XX:+ExitOnOutOfMemoryError", "-cp", System.getProperty("java.class.path"),
				SeldonRunsApplication.class.getName(), "--server.port=" + port, "--seldon-runs.run.max-running=" + RUNS,
				"--seldon-runs.cluster.kubeconfig=" + cluster.writeKubeconfig(folder.resolve("kubeconfig")))
			.redirectErrorStream(true)
			.redirectOutput(Redirect.to(new File("target", "crowd.log")))
			.start();
		service = new ServiceClient(port);
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	@BeforeEach
	void awaitStart() {
		await().ignoreExceptions()
			.until(() -> service.get("/actuator/health/readiness").getStatusCode().is2xxSuccessful());
	}

	@AfterEach
	void close() throws InterruptedException {
		process.destroy();
		assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
		cluster.close();
	}

	@Test
	void losesNoRunWithASmallHeap() throws IOException {
		cluster.behaviour().limitAll(1, 0);
		List<String> paths = IntStream.range(0, RUNS)
			.mapToObj(index -> service.startText(RealCluster.manifest("run-" + index, "0s"), "?namespace=crowd"))
			.toList();
		paths.forEach(path -> service.awaitStep(path, "AWAIT_READY"));

		cluster.happens(EVENTS);
		// The timeline is bounded, and has other entries beside these.
		int most = Math.min(EVENTS, 900);
		paths.forEach(path -> await().atMost(PATIENCE).until(() -> events(service.body(path)) >= most));
		cluster.behaviour().unlimited();

		assertThat(paths)
			.allSatisfy(path -> assertThat(service.awaitEnd(path).path("status").asString()).isEqualTo("SUCCEEDED"));
		assertThat(process.isAlive()).isTrue();
		assertThat(Files.readString(Path.of("target", "crowd.log"))).doesNotContain("OutOfMemoryError");
	}

	private static long events(JsonNode run) {
		return run.path("timeline")
			.valueStream()
			.filter(entry -> entry.path("reason").asString().equals("Happened"))
			.count();
	}

}
