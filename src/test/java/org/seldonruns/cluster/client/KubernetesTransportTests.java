package org.seldonruns.cluster.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.seldonruns.cluster.ApiResponse;
import org.seldonruns.cluster.ClusterSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A server that accepts connections and says nothing. */
@Timeout(60)
class KubernetesTransportTests {

	private static final ClusterSettings SETTINGS = new ClusterSettings(null, null, Duration.ofMillis(300),
			Duration.ofMillis(300), Duration.ZERO, Duration.ofSeconds(15));

	private final List<Socket> accepted = new CopyOnWriteArrayList<>();

	private ServerSocket server;

	@BeforeEach
	void listen() throws IOException {
		server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		Thread.ofVirtual().start(this::accept);
	}

	private void accept() {
		while (!server.isClosed()) {
			try {
				accepted.add(server.accept());
			}
			catch (IOException ex) {
				// Closed.
			}
		}
	}

	@AfterEach
	void close() throws IOException {
		server.close();
		for (Socket each : accepted) {
			each.close();
		}
	}

	@Test
	void watchRetriesAfterStalledHandshake() {
		try (KubernetesClient client = client("https"); Watch watch = watch(client)) {
			assertThat(watch).isNotNull();
			await().until(() -> accepted.size() >= 3);
		}
	}

	@Test
	void watchRetriesWithoutResponse() {
		try (KubernetesClient client = client("http"); Watch watch = watch(client)) {
			assertThat(watch).isNotNull();
			await().until(() -> accepted.size() >= 3);
		}
	}

	@Test
	void requestIsSentOnce() {
		try (KubernetesClient client = client("http")) {
			ApiResponse<String> response = new ApiServer(client, SETTINGS).send("POST", "/apis/x", ApiServer.JSON, "{}",
					body -> body);

			assertThat(response).isInstanceOf(ApiResponse.Unavailable.class);
			assertThat(accepted).hasSize(1);
		}
	}

	@Test
	void writeWaitsForItsOwnTimeout() {
		ClusterSettings patient = new ClusterSettings(null, null, Duration.ofMillis(300), Duration.ofSeconds(30),
				Duration.ZERO, Duration.ofSeconds(15));
		try (KubernetesClient client = client("http")) {
			CompletableFuture<ApiResponse<String>> response = CompletableFuture.supplyAsync(
					() -> new ApiServer(client, patient).write("POST", "/apis/x", ApiServer.JSON, "{}", body -> body));
			CompletableFuture<ApiResponse<String>> read = CompletableFuture.supplyAsync(
					() -> new ApiServer(client, patient).send("GET", "/apis/x", ApiServer.JSON, null, body -> body));

			// The read has timed out, and the write still waits.
			assertThat(read.join()).isInstanceOf(ApiResponse.Unavailable.class);
			assertThat(response).isNotDone();
		}
	}

	private KubernetesClient client(String scheme) {
		Config config = new ConfigBuilder(Config.empty())
			.withMasterUrl(scheme + "://127.0.0.1:" + server.getLocalPort())
			.build();
		return new ClusterConfiguration().kubernetesClient(config, SETTINGS, new SimpleMeterRegistry());
	}

	private static Watch watch(KubernetesClient client) {
		return client.configMaps().inNamespace("any").withResourceVersion("1").watch(new Watcher<>() {

			@Override
			public void eventReceived(Action action, ConfigMap object) {
				throw new AssertionError(action);
			}

			@Override
			public void onClose(WatcherException cause) {
				throw new AssertionError(cause);
			}

		});
	}

}
