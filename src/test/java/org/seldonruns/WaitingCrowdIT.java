package org.seldonruns;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.seldonruns.simulation.SimulatedCluster;

import org.springframework.http.MediaType;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The service as a process of its own with a small heap, a hundred runs in it, five
 * hundred open streams, and five hundred requests that wait.
 */
@Timeout(600)
class WaitingCrowdIT {

	private static final int RUNS = 100;

	private static final int CLIENTS = 500;

	/** One in so many streams is the list's. */
	private static final int LISTS = 10;

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	private final SimulatedCluster cluster = SimulatedCluster.start();

	private final ServiceProcess process;

	private final ServiceClient service;

	private final HttpClient http = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.executor(Executors.newVirtualThreadPerTaskExecutor())
		.build();

	WaitingCrowdIT(@TempDir Path folder) {
		process = ServiceProcess.start(folder, cluster.writeKubeconfig(folder.resolve("kubeconfig")));
		service = process.client();
	}

	@AfterEach
	void close() {
		http.shutdownNow();
		process.close();
		cluster.close();
	}

	@Test
	void servesAllClientsWithSmallHeapAndFewThreads() throws IOException {
		cluster.behaviour().limitAll(1, 0);
		List<String> paths = IntStream.range(0, RUNS)
			.mapToObj(index -> service.startText(RealCluster.manifest("run-" + index, "0s"), "?namespace=crowd"))
			.toList();
		paths.forEach(path -> service.awaitStep(path, "AWAIT_READY"));

		List<CompletableFuture<String>> streams = clients(index -> (index % LISTS == 0) ? follow("/runs/events", index)
				: follow(paths.get(index % RUNS) + "/events", index));
		List<CompletableFuture<String>> waiting = clients(index -> untilItIsOver(paths.get(index % RUNS)));
		await().atMost(PATIENCE).until(() -> metric("seldon_runs_clients_waiting") == 2 * CLIENTS);
		assertThat(metric("jvm_threads_live_threads")).isLessThan(200);
		cluster.behaviour().unlimited();

		assertThat(waiting).allSatisfy(
				answer -> assertThat(answer).succeedsWithin(PATIENCE).asString().contains("\"status\":\"SUCCEEDED\""));
		for (int index = 0; index < CLIENTS; index++) {
			if (index % LISTS != 0) {
				assertThat(streams.get(index)).succeedsWithin(PATIENCE)
					.asString()
					.contains((index % 2 == 0) ? "\nSUCCEEDED in " : "\nevent:end\n");
			}
		}
		await().atMost(PATIENCE).until(() -> metric("seldon_runs_clients_waiting") == CLIENTS / LISTS);
		String log = process.log();

		process.close();

		for (int index = 0; index < CLIENTS; index += LISTS) {
			assertThat(streams.get(index)).succeedsWithin(PATIENCE)
				.satisfies(text -> assertThat(
						StringUtils.countOccurrencesOf(text, "\"status\":\"SUCCEEDED\",\"namespace\""))
					.isGreaterThanOrEqualTo(RUNS));
		}
		assertThat(log).doesNotContain("OutOfMemoryError");
	}

	private static List<CompletableFuture<String>> clients(IntFunction<CompletableFuture<String>> client) {
		return IntStream.range(0, CLIENTS).mapToObj(client).toList();
	}

	private CompletableFuture<String> follow(String path, int index) {
		boolean text = index % 2 == 0 && index % LISTS != 0;
		return send(
				HttpRequest.newBuilder(service.uri(path)).header("Accept", text ? "text/plain" : "text/event-stream"))
			.thenApply(HttpResponse::body);
	}

	private CompletableFuture<String> untilItIsOver(String path) {
		return send(HttpRequest.newBuilder(service.uri(path)).header("Prefer", "wait=60")).thenCompose(answer -> {
			assertThat(answer.headers().firstValue("Preference-Applied")).contains("wait=60");
			return answer.body().contains("\"finishedAt\":null") ? untilItIsOver(path)
					: CompletableFuture.completedFuture(answer.body());
		});
	}

	private CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
		return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	private int metric(String name) {
		return String.valueOf(service.getText("/actuator/prometheus", MediaType.ALL).getBody())
			.lines()
			.filter(line -> line.startsWith(name + " "))
			.mapToInt(line -> (int) Double.parseDouble(line.substring(name.length() + 1)))
			.findFirst()
			.orElseThrow();
	}

}
