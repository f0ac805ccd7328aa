package org.seldonruns;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.seldonruns.simulation.SimulatedCluster;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Tests a graceful shutdown: closes the application context, as SIGTERM does. */
@ExtendWith(OutputCaptureExtension.class)
class ShutdownIT {

	private final SimulatedCluster cluster = SimulatedCluster.start();

	private final HttpClient http = HttpClient.newHttpClient();

	@TempDir
	Path folder;

	@BeforeEach
	void neverReady() {
		cluster.behaviour().podReadyAfter(Duration.ofHours(1));
	}

	@AfterEach
	void close() {
		http.shutdownNow();
		cluster.close();
	}

	@Test
	void deletesResourcesOfLiveRuns(CapturedOutput output) {
		ConfigurableApplicationContext context = start("2m");
		ServiceClient service = client(context);
		service.awaitStep(service.start("single.yaml", "?namespace=a"), "AWAIT_READY");
		service.awaitStep(service.start("slow.yaml", "?namespace=b"), "AWAIT_READY");

		context.close();

		assertThat(seldonDeployments()).isZero();
		assertThat(output).contains("Run of a/single CANCELLED").contains("Run of b/slow CANCELLED");
	}

	@Test
	void logsResourcesThatMayRemainAfterGracePeriod(CapturedOutput output) {
		cluster.behaviour().podGoneAfter(Duration.ofHours(1));
		ConfigurableApplicationContext context = start("1s");
		ServiceClient service = client(context);
		// Only a ready pod takes podGoneAfter to terminate, so one pod must be ready.
		cluster.behaviour().podReadyAfter(Duration.ZERO);
		service.awaitStep(service.start("mixed-replicas.yaml", "?namespace=a"), "DELETE");

		context.close();

		assertThat(output).contains("SeldonDeployment a/mixed with uid").contains("may still exist");
	}

	@Test
	void endsWaitingRequestsFirst() {
		cluster.behaviour().podGoneAfter(Duration.ofHours(1));
		cluster.behaviour().podReadyAfter(Duration.ZERO);
		ConfigurableApplicationContext context = start("5s");
		ServiceClient service = client(context);
		String path = service.start("mixed-replicas.yaml", "?namespace=a");
		service.awaitStep(path, "DELETE");
		List<CompletableFuture<HttpResponse<String>>> waiting = List.of(
				send(HttpRequest.newBuilder(service.uri(path)).header("Prefer", "wait=60")),
				send(HttpRequest.newBuilder(service.uri(path + "/events"))),
				send(HttpRequest.newBuilder(service.uri("/runs/events"))));
		await().until(
				() -> context.getBean(MeterRegistry.class).get("seldon.runs.clients.waiting").gauge().value() == waiting
					.size());

		CompletableFuture<Void> closed = CompletableFuture.runAsync(context::close);

		for (CompletableFuture<HttpResponse<String>> client : waiting) {
			HttpResponse<String> response = client.join();
			assertThat(closed).isNotDone();
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.body()).contains("\"status\":\"RUNNING\"").doesNotContain("event:end");
		}
		closed.join();
	}

	private CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
		return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	private ConfigurableApplicationContext start(String grace) {
		return SpringApplication.run(SeldonRunsApplication.class, "--server.port=0",
				"--seldon-runs.cluster.kubeconfig=" + cluster.writeKubeconfig(folder.resolve("kubeconfig")),
				"--seldon-runs.run.shutdown-grace=" + grace);
	}

	private static ServiceClient client(ConfigurableApplicationContext context) {
		return new ServiceClient(Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port")));
	}

	private int seldonDeployments() {
		return cluster.client()
			.genericKubernetesResources("machinelearning.seldon.io/v1", "SeldonDeployment")
			.inAnyNamespace()
			.list()
			.getItems()
			.size();
	}

}
