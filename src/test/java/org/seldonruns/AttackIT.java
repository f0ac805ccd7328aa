package org.seldonruns;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.seldonruns.simulation.SimulatedCluster;
import tools.jackson.databind.JsonNode;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Attacks the packaged service, which has a heap of 256 MB. For any load, it gets an
 * answer from 400 on once a limit is reached, the liveness probe succeeds all the while,
 * live runs go on, and an ordinary upload succeeds right after.
 */
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AttackIT {

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	/** How many requests of an attack are under way at the same time. */
	private static final int PARALLEL = 16;

	private final SimulatedCluster cluster = SimulatedCluster.start();

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private ServiceProcess process;

	private ServiceClient service;

	private Liveness liveness;

	@BeforeAll
	void start(@TempDir Path folder) {
		process = ServiceProcess.startPackaged(folder, cluster.writeKubeconfig(folder.resolve("kubeconfig")),
				"--management.server.port=0", "--seldon-runs.security.mode=kubernetes");
		service = process.client().withToken("token-of-ann");
		// The management server answers before the service counts as live, as a startup
		// probe sees.
		ServiceClient probe = new ServiceClient(process.managementPort());
		await().atMost(PATIENCE)
			.until(() -> probe.getText("/actuator/health/liveness", MediaType.ALL).getStatusCode().is2xxSuccessful());
	}

	@AfterAll
	void stop() throws IOException {
		String log = process.log();
		long peak = process.peakMemory();
		process.close();
		http.close();
		cluster.close();
		assertThat(log).doesNotContain("OutOfMemoryError");
		// The heap of the image is half of the 640 MiB of a pod. The rest of the process
		// has the other half, of which 40 MiB stay free.
		assertThat(peak).isLessThan((256 + 280) * 1024L);
	}

	@BeforeEach
	void watchLiveness() {
		liveness = new Liveness(process.managementPort());
	}

	@AfterEach
	void ordinaryUploadSucceedsAndTheServiceWasAliveAllTheWhile() {
		try {
			JsonNode run = service
				.awaitEnd(service.startText(RealCluster.manifest("ordinary", "0s"), "?namespace=honest"));
			assertThat(run.path("status").asString()).as("%s", run).isEqualTo("SUCCEEDED");
		}
		finally {
			liveness.stop();
		}
		assertThat(liveness.failures).isEmpty();
		service.cancelAll();
	}

	@Test
	void manyLargeManifests() throws Exception {
		String path = service.startText(RealCluster.manifest("patient", "1h"), "?namespace=honest");
		String large = largest("attack");

		List<Integer> answers = all(60, () -> upload("attack", large));

		assertThat(answers).contains(202, 429).isSubsetOf(202, 429, 503);
		assertThat(service.awaitStep(path, "AWAIT_READY").path("status").asString()).isEqualTo("RUNNING");
	}

	@Test
	void uploadsThatNeverEnd() throws Exception {
		byte[] allButOne = new byte[1_000_000 - 1];
		String head = head("POST /runs?namespace=attack")
				+ "Content-Type: application/yaml\r\nContent-Length: 1000000\r\n\r\n";

		List<Integer> answers = all(500, 500, () -> {
			try (Socket socket = connect()) {
				send(socket, head.getBytes(StandardCharsets.US_ASCII));
				send(socket, allButOne);
				return status(socket);
			}
		});

		assertThat(answers).contains(503).doesNotContain(202);
	}

	@Test
	void connectionsWithSlowHeaders() throws Exception {
		List<Socket> sockets = new ArrayList<>();
		try {
			for (int i = 0; i < 1600; i++) {
				Socket socket = connect();
				sockets.add(socket);
				send(socket, (head("GET /runs") + "X: ").getBytes(StandardCharsets.US_ASCII));
			}
			for (int i = 0; i < 20; i++) {
				sockets.forEach(socket -> send(socket, new byte[] { 'x' }));
				assertThat(liveness.check()).isEqualTo(200);
			}
		}
		finally {
			for (Socket socket : sockets) {
				socket.close();
			}
		}
	}

	@Test
	void manyFailedRunsThatKeepTheirResource() throws Exception {
		String manifest = manifestOf(500_000, "attack");
		List<String> paths = new ArrayList<>();
		for (int i = 0; i < 30; i++) {
			String unique = manifest.replace("name: attack", "name: attack-" + i);
			ResponseEntity<JsonNode> response = await().atMost(PATIENCE)
				.until(() -> service.postText(unique, "?namespace=attack&timeout=1s&keepOnFailure=1h"),
						accepted -> accepted.getStatusCode().value() == 202);
			paths.add(String.valueOf(Objects.requireNonNull(response).getHeaders().getLocation()));
		}

		List<JsonNode> runs = paths.stream().map(service::awaitEnd).toList();

		assertThat(runs.stream().filter(run -> !run.path("keptUntil").isNull())).hasSizeBetween(1, 20);
		assertThat(runs.stream().filter(run -> run.path("keptUntil").isNull())).isNotEmpty()
			.allSatisfy(run -> assertThat(run.toString()).contains("NotKept"));
		paths.forEach(service::cancel);
	}

	@Test
	void finishedRunAndItsIdempotencyKeySurviveLoad() throws Exception {
		String large = largest("attack");
		all(10, () -> upload("attack", large));

		String first = post("honest", RealCluster.manifest("iris", "0s"), "key").headers()
			.firstValue("Location")
			.orElseThrow();
		service.awaitEnd(first);

		assertThat(service.get(first).getStatusCode().value()).isEqualTo(200);
		assertThat(post("honest", RealCluster.manifest("iris", "0s"), "key").headers().firstValue("Location"))
			.contains(first);
	}

	@Test
	void longTimelinesAsText() throws Exception {
		String path = service.startText(RealCluster.manifest("patient", "1h"), "?namespace=attack");
		service.awaitStep(path, "AWAIT_READY");
		cluster.happens(2000);
		service.awaitRun(path, run -> run.path("timeline").size() >= 2000);

		List<Integer> answers = all(200,
				() -> send(request(path, "token-of-ann").header("Accept", "text/plain")).statusCode());

		assertThat(answers).containsOnly(200);
	}

	@Test
	void manyUnknownTokens() throws Exception {
		List<Integer> numbers = IntStream.range(0, 500).boxed().toList();
		var next = numbers.iterator();

		List<Integer> answers = all(500, () -> {
			int number;
			synchronized (next) {
				number = next.next();
			}
			return send(request("/runs", "unknown-" + number)).statusCode();
		});

		assertThat(answers).contains(401).isSubsetOf(401, 503);
	}

	private static String largest(String name) {
		StringBuilder values = new StringBuilder();
		for (int i = 0; i < 98_000; i++) {
			values.append("v").append(i).append(i % 2 == 0 ? "," : ", ");
		}
		return withArguments(name, values.toString());
	}

	private static String manifestOf(int size, String name) {
		return withArguments(name, "a".repeat(size));
	}

	private static String withArguments(String name, String arguments) {
		return RealCluster.manifest(name, "1h")
			.replace("{name: classifier, image", "{name: classifier, args: [" + arguments + "], image");
	}

	private int upload(String namespace, String manifest) {
		return service
			.postText(manifest.replaceFirst("name: attack", "name: attack-" + System.nanoTime()),
					"?namespace=" + namespace)
			.getStatusCode()
			.value();
	}

	private HttpResponse<String> post(String namespace, String manifest, String key) throws Exception {
		return send(request("/runs?namespace=" + namespace, "token-of-ann").header("Idempotency-Key", "\"" + key + "\"")
			.header("Content-Type", "application/yaml")
			.POST(HttpRequest.BodyPublishers.ofString(manifest)));
	}

	private HttpRequest.Builder request(String path, String token) {
		return HttpRequest.newBuilder(service.uri(path)).header("Authorization", "Bearer " + token).timeout(PATIENCE);
	}

	private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	private static List<Integer> all(int count, Callable<Integer> request) throws Exception {
		return all(count, PARALLEL, request);
	}

	/** Sends a request many times and returns the status of each answer. */
	private static List<Integer> all(int count, int parallel, Callable<Integer> request) throws Exception {
		try (ExecutorService threads = Executors.newFixedThreadPool(parallel, Thread.ofVirtual().factory())) {
			List<Integer> statuses = new ArrayList<>();
			for (Future<Integer> response : IntStream.range(0, count).mapToObj(i -> threads.submit(request)).toList()) {
				statuses.add(response.get());
			}
			return statuses;
		}
	}

	private String head(String start) {
		return start + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer token-of-ann\r\n";
	}

	private Socket connect() throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.uri("/").getPort());
		socket.setSoTimeout((int) PATIENCE.toMillis());
		return socket;
	}

	/** Sends what the service takes: it may close the connection of an attacker. */
	private static void send(Socket socket, byte[] bytes) {
		try {
			OutputStream out = socket.getOutputStream();
			out.write(bytes);
			out.flush();
		}
		catch (IOException closed) {
			// The answer, if there is one, says why.
		}
	}

	/** Reads the status of an answer; 0 if the connection was closed without one. */
	private static int status(Socket socket) {
		try {
			HttpHead head = HttpHead.read(socket.getInputStream());
			return (head != null) ? Integer.parseInt(head.word(1)) : 0;
		}
		catch (IOException closed) {
			return 0;
		}
	}

	/** Asks for the liveness of the service as the kubelet does, until it is stopped. */
	private final class Liveness {

		private final HttpRequest request;

		private final List<Object> failures = new ArrayList<>();

		private final Thread thread;

		private volatile boolean stopped;

		private Liveness(int port) {
			request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/health/liveness"))
				.timeout(Duration.ofSeconds(60))
				.build();
			thread = Thread.ofVirtual().start(this::checkUntilStopped);
		}

		private void checkUntilStopped() {
			while (!stopped) {
				try {
					int status = check();
					if (status != 200) {
						failures.add(status);
					}
				}
				catch (IOException | InterruptedException ex) {
					failures.add(ex);
				}
			}
		}

		int check() throws IOException, InterruptedException {
			return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
		}

		void stop() {
			stopped = true;
			try {
				thread.join();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

}
