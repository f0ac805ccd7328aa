package org.seldonruns;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.seldonruns.simulation.SimulatedCluster;
import org.seldonruns.time.Timekeeper;
import tools.jackson.databind.JsonNode;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Two hundred runs at once, past what the queue takes, and what is left of them. */
@Timeout(180)
class LeaksIT {

	private static final int RUNS = 200;

	/** What grows and shrinks with the load, and the test's own. */
	private static final List<String> OTHERS = List.of("ForkJoinPool", "awaitility", "keep-alive", "Keep-Alive");

	private final SimulatedCluster cluster = SimulatedCluster.start();

	private ConfigurableApplicationContext context;

	private ServiceClient service;

	LeaksIT(@TempDir Path folder) {
		context = RealCluster.serve(cluster.writeKubeconfig(folder.resolve("kubeconfig")),
				"--seldon-runs.cluster.idle-watches=0s", "--seldon-runs.run.max-running=" + RUNS / 2,
				"--seldon-runs.run.max-queued=" + RUNS / 2);
		service = RealCluster.clientOf(context);
	}

	@BeforeEach
	void warmUp() {
		service.awaitEnd(start("first"));
	}

	@AfterEach
	void close() {
		context.close();
		cluster.close();
	}

	@Test
	void finishedRunsLeaveNoWatchesTimersOrThreads() {
		Idle before = awaitIdle();
		Map<String, Long> threads = busyThreads();
		cluster.behaviour().limitAll(1, 0);

		List<String> paths = IntStream.range(0, RUNS).mapToObj(index -> start("run-" + index)).toList();
		ResponseEntity<JsonNode> refused = service.postText(RealCluster.manifest("one-too-many", "0s"),
				"?namespace=crowd");
		assertThat(refused.getStatusCode().value()).isEqualTo(429);
		assertThat(refused.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isNotNull();
		service.awaitStep(paths.getFirst(), "AWAIT_READY");
		service.awaitStep(paths.get(1), "AWAIT_READY");
		service.cancel(paths.get(0));
		service.cancel(paths.get(RUNS - 1));
		cluster.client()
			.genericKubernetesResources("machinelearning.seldon.io/v1", "SeldonDeployment")
			.inNamespace("crowd")
			.withName("run-1")
			.delete();
		cluster.behaviour().unlimited();

		Map<String, Long> ends = paths.stream()
			.map(service::awaitEnd)
			.map(run -> run.path("status").asString())
			.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
		assertThat(ends).isEqualTo(Map.of("SUCCEEDED", RUNS - 3L, "CANCELLED", 2L, "FAILED", 1L));
		await().untilAsserted(() -> {
			assertThat(idle().watches()).isEqualTo(before.watches());
			assertThat(idle().timers()).isLessThanOrEqualTo(before.timers());
		});
		await().untilAsserted(() -> assertThat(busyThreads()).allSatisfy(
				(name, count) -> assertThat(count).as(name).isLessThanOrEqualTo(threads.getOrDefault(name, 0L))));
	}

	private String start(String name) {
		return service.startText(RealCluster.manifest(name, "0s"), "?namespace=crowd");
	}

	/**
	 * Without runs: what looks for leftovers goes on, with its watches and their pings.
	 */
	private Idle awaitIdle() {
		AtomicReference<Idle> last = new AtomicReference<>();
		await().during(Duration.ofSeconds(2)).until(() -> idle().equals(last.getAndSet(idle())));
		return Objects.requireNonNull(last.get());
	}

	private Idle idle() {
		return new Idle(cluster.openWatches(), timers());
	}

	private int timers() {
		Object scheduler = ReflectionTestUtils.getField(context.getBean(Timekeeper.class), "scheduler");
		return ((ScheduledThreadPoolExecutor) Objects.requireNonNull(scheduler)).getQueue().size();
	}

	// Workers that wait for work end by themselves after a while.
	private static Map<String, Long> busyThreads() {
		Map<String, Long> threads = new LinkedHashMap<>();
		Thread.getAllStackTraces().forEach((thread, stack) -> {
			boolean counted = OTHERS.stream().noneMatch(thread.getName()::startsWith);
			if (counted && Arrays.stream(stack).noneMatch(frame -> frame.getMethodName().equals("getTask"))) {
				threads.merge(thread.getName().replaceAll("\\d+", "N"), 1L, Long::sum);
			}
		});
		return threads;
	}

	/** How many watches are open at the API server, and how many timers are pending. */
	private record Idle(int watches, int timers) {
	}

}
