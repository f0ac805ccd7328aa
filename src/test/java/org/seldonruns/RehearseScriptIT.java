package org.seldonruns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.seldonruns.cluster.ScriptedServer;
import org.seldonruns.simulation.SimulatedCluster;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The script {@code samples/rehearse.sh} against the service on a simulated cluster. */
@EmbeddedClusterTest
class RehearseScriptIT {

	@TempDir
	Path folder;

	@LocalServerPort
	int port;

	@Autowired
	private SimulatedCluster cluster;

	private ServiceClient service;

	private final Map<String, String> environment = new HashMap<>();

	private final List<Rehearsal> rehearsals = new ArrayList<>();

	@BeforeEach
	void connect() {
		service = new ServiceClient(port);
		environment.put("SELDON_RUNS_URL", "http://127.0.0.1:" + port);
	}

	@AfterEach
	void end() {
		rehearsals.forEach(Rehearsal::close);
		cluster.behaviour().podReadyAfter(Duration.ZERO);
		service.cancelAll();
	}

	@ParameterizedTest
	@ValueSource(strings = { "sh", "dash", "bash --posix", "busybox sh" })
	void succeededRunWritesProgressAndReport(String shell) throws IOException {
		List<String> words = List.of(shell.split(" "));
		Assumptions.assumeTrue(isInstalled(words.getFirst()), shell + " is not installed");
		environment.put("SELDON_RUNS_LABELS", "commit=9f1c2e branch=feature&x/ü");
		environment.put("SELDON_RUNS_REPLICAS", "3");
		environment.put("SELDON_RUNS_TEXT", "run.txt");

		Rehearsal rehearsal = rehearseWith(words, manifest("single.yaml"), "good");

		rehearsal.assertEndsWith(0);
		assertThat(rehearsal.out().lines()).first().asString().startsWith("Run ").contains("good/single: replicas=3");
		assertThat(rehearsal.out().lines()).last().asString().startsWith("SUCCEEDED in ");
		assertThat(Files.readString(folder.resolve("TEST-rehearsal.xml"))).contains("<testsuite name=\"good.single\"");
		assertThat(Files.readString(folder.resolve("run.txt"))).contains("Status:       SUCCEEDED");
		assertThat(service.body(rehearsal.awaitRun()).path("labels").toString()).contains("\"commit\":\"9f1c2e\"")
			.contains("\"branch\":\"feature&x/ü\"");
	}

	@Test
	void formWithPredictionAndUpdate() throws IOException {
		environment.put("SELDON_RUNS_REQUEST", Rehearsal.SCRIPT.resolveSibling("request.json").toString());
		environment.put("SELDON_RUNS_EXPECT", Files.writeString(folder.resolve("s.json"), "{}").toString());
		environment.put("SELDON_RUNS_PREDICTIONS", "2");
		environment.put("SELDON_RUNS_PREDICT_PATH", "/api/v1.0/predictions");
		environment.put("SELDON_RUNS_UPDATE", manifest("updates/image.after.yaml"));
		environment.put("SELDON_RUNS_MAX_DOWNTIME", "1m");
		environment.put("SELDON_RUNS_STABLE_FOR", "10ms");
		environment.put("SELDON_RUNS_FIELD_VALIDATION", "Strict");

		Rehearsal rehearsal = rehearse(manifest("updates/image.before.yaml"), "form");

		rehearsal.assertEndsWith(0);
		assertThat(rehearsal.out()).contains("predictions=2", "maxDowntime=1m", "stableFor=10ms",
				"fieldValidation=Strict", "PREDICT_UPDATED");
	}

	@Test
	void missingFileOfAPartStartsNothing() {
		environment.put("SELDON_RUNS_UPDATE", "not-there.yaml");

		Rehearsal rehearsal = rehearse(manifest("single.yaml"), "form");

		rehearsal.assertEndsWith(2);
		assertThat(rehearsal.err()).contains("cannot read the file not-there.yaml");
	}

	@Test
	void failedRunPrintsCause() throws IOException {
		Rehearsal rehearsal = rehearse(manifest("refused.yaml"), "bad");

		rehearsal.assertEndsWith(1);
		assertThat(rehearsal.out().lines()).last()
			.asString()
			.startsWith("FAILED in ")
			.contains("CREATE: REFUSED: ", "Can't find container for Predictive Unit");
		assertThat(Files.readString(folder.resolve("TEST-rehearsal.xml"))).contains("<failure type=\"REFUSED\"");
	}

	@Test
	void quietModePrintsOnlyTheResult() {
		environment.put("SELDON_RUNS_QUIET", "yes");

		Rehearsal rehearsal = rehearse(manifest("refused.yaml"), "quiet");

		rehearsal.assertEndsWith(1);
		assertThat(rehearsal.out()).isEqualTo("FAILED: REFUSED\n");
	}

	@Test
	void runCancelledByAnotherCallerFails() {
		cluster.behaviour().podReadyAfter(Duration.ofMinutes(5));
		Rehearsal rehearsal = rehearse(manifest("single.yaml"), "cancelled");
		rehearsal.awaitOut("AWAIT_READY   started");

		service.cancel(rehearsal.awaitRun());

		rehearsal.assertEndsWith(1);
		assertThat(rehearsal.out().lines()).last().asString().startsWith("CANCELLED in ");
	}

	@Test
	void invalidManifestPrintsErrors() throws IOException {
		Path manifest = Files.writeString(folder.resolve("bad.yaml"), "apiVersion: v1\nkind: \"Po\\\"d\"\n");

		Rehearsal rehearsal = rehearse(manifest.toString(), "refused");

		rehearsal.assertEndsWith(2);
		assertThat(rehearsal.out()).isEmpty();
		assertThat(rehearsal.err()).startsWith("rehearse: the service rejected the request with 422\n")
			.contains("\n  title: Invalid manifest\n", "\n  pointer: /apiVersion\n", "\n  detail: kind is \"Po");
	}

	@Test
	void invalidOptionPrintsError() {
		environment.put("SELDON_RUNS_REPLICAS", "two");
		environment.put("SELDON_RUNS_DELETE_TIMEOUT", "5");

		Rehearsal rehearsal = rehearse(manifest("single.yaml"), "refused");

		rehearsal.assertEndsWith(2);
		assertThat(rehearsal.err()).startsWith("rehearse: the service rejected the request with 400\n")
			.contains("\n  parameter: replicas\n", "\n  parameter: deleteTimeout\n");
	}

	@Test
	void unreadableFileIsRejectedBeforeRequest() {
		environment.put("SELDON_RUNS_URL", "http://127.0.0.1:" + closedPort());

		rehearse("nowhere.yaml", "refused").assertEndsWith(2);
	}

	@Test
	void unavailableServiceFails() {
		environment.put("SELDON_RUNS_URL", "http://127.0.0.1:" + closedPort());
		environment.put("SELDON_RUNS_PATIENCE", "1");

		Rehearsal rehearsal = rehearse(manifest("single.yaml"), "away");

		rehearsal.assertEndsWith(3);
		assertThat(rehearsal.err()).contains("trying again in 1 s: no complete response", "gave up after");
	}

	@Test
	void retriesAfterRetryAfter() {
		try (FaultProxy proxy = faultProxy()) {
			proxy.plan(1, RehearseScriptIT::isUpload, new ProxyFault.Answer(503, "Retry-After: 2\r\n"))
				.plan(1, RehearseScriptIT::isStream, new ProxyFault.Answer(429, "Retry-After: 1\r\n"));

			Rehearsal rehearsal = rehearse(manifest("single.yaml"), "later");

			rehearsal.assertEndsWith(0);
			assertThat(rehearsal.err()).contains("trying again in 2 s: " + proxy.url() + " responded with 503");
			assertThat(rehearsal.out().lines()).last().asString().startsWith("SUCCEEDED in ");
			assertThat(proxy.left()).isZero();
		}
	}

	@Test
	void longRetryAfterFailsImmediately() {
		try (FaultProxy proxy = faultProxy()) {
			proxy.plan(1, RehearseScriptIT::isUpload, new ProxyFault.Answer(503, "Retry-After: 3600\r\n"));

			rehearse(manifest("single.yaml"), "later").assertEndsWith(3);

			assertThat(proxy.requests()).hasSize(1);
		}
	}

	@Test
	void lostResponseDoesNotStartSecondRun() {
		try (FaultProxy proxy = faultProxy()) {
			proxy.plan(2, RehearseScriptIT::isUpload, new ProxyFault.Cut(true));

			Rehearsal rehearsal = rehearse(manifest("single.yaml"), "lost");

			rehearsal.assertEndsWith(0);
			assertThat(proxy.requests()).filteredOn(RehearseScriptIT::isUpload).hasSize(3);
			assertThat(service.body("/runs?namespace=lost").path("items")).hasSize(1);
		}
	}

	@Test
	void interruptedStreamPrintsEachLineOnce() throws IOException {
		cluster.behaviour().podReadyAfter(Duration.ofSeconds(3));
		try (TcpProxy proxy = new TcpProxy("http://127.0.0.1:" + port)) {
			environment.put("SELDON_RUNS_URL", proxy.url());
			Rehearsal rehearsal = rehearse(manifest("single.yaml"), "broken");
			rehearsal.awaitOut("AWAIT_READY   started");

			proxy.closeConnections();

			rehearsal.assertEndsWith(0);
			assertThat(rehearsal.err()).contains("curl: (");
			assertThat(rehearsal.out().lines()).doesNotHaveDuplicates()
				.anyMatch(line -> line.contains("AWAIT_SCALED  SUCCEEDED"));
			assertThat(rehearsal.out().lines()).last().asString().startsWith("SUCCEEDED in ");
		}
	}

	@Test
	void resultIsPrintedIfRunFinishesWhileDisconnected() {
		try (FaultProxy proxy = faultProxy()) {
			proxy.plan(1, RehearseScriptIT::isStream, new ProxyFault.Cut(true));

			Rehearsal rehearsal = rehearse(manifest("single.yaml"), "ended");

			rehearsal.assertEndsWith(0);
			assertThat(rehearsal.out().lines()).first().asString().startsWith("Run ");
			assertThat(rehearsal.out().lines()).last().asString().startsWith("SUCCEEDED in ");
		}
	}

	@Test
	void restartedServiceGivesNoResult() {
		try (FaultProxy proxy = faultProxy()) {
			ProxyFault unknown = new ProxyFault.Elsewhere(
					target -> target.replaceFirst("[0-9a-f-]{36}", "00000000-0000-7000-8000-000000000000"));
			proxy.plan(1, RehearseScriptIT::isStream, unknown).plan(1, RehearseScriptIT::isShow, unknown);

			Rehearsal rehearsal = rehearse(manifest("single.yaml"), "anew");

			rehearsal.assertEndsWith(3);
			assertThat(rehearsal.err()).contains("no longer exists");
		}
	}

	@ParameterizedTest
	@CsvSource({ "TIMED_OUT, 1", "CHANGED_BY_ANOTHER, 1", "INTERRUPTED, 3", "CLUSTER_UNREACHABLE, 3",
			"WEBHOOK_UNAVAILABLE, 3", "INTERNAL_ERROR, 3" })
	void exitStatusDependsOnTheCause(String cause, int status) throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", exchange -> {
			exchange.getResponseHeaders().set("Location", "/runs/0199f1c2-5c1e-7b3a-9d7f-2f1f6c0f8a11");
			ScriptedServer.respond(exchange, 200, "Status:       FAILED\nFailure:\n  Cause:      " + cause + "\n");
			exchange.close();
		});
		server.start();
		try {
			environment.put("SELDON_RUNS_URL", "http://127.0.0.1:" + server.getAddress().getPort());
			environment.put("SELDON_RUNS_QUIET", "yes");

			Rehearsal rehearsal = rehearse(manifest("single.yaml"), "caused");

			rehearsal.assertEndsWith(status);
			assertThat(rehearsal.out()).isEqualTo("FAILED: " + cause + "\n");
		}
		finally {
			server.stop(0);
		}
	}

	@Test
	void signalCancelsRun() {
		cluster.behaviour().podReadyAfter(Duration.ofMinutes(5));
		Rehearsal rehearsal = rehearse(manifest("single.yaml"), "stopped");
		rehearsal.awaitOut("AWAIT_READY   started");

		rehearsal.terminate();

		rehearsal.assertEndsWith(143);
		assertThat(rehearsal.err()).contains("cancelled run ");
		assertThat(service.awaitEnd(rehearsal.awaitRun()).path("status").asString()).isEqualTo("CANCELLED");
	}

	@Test
	void signalCancelsRunBeforeItsIdIsKnown() {
		cluster.behaviour().podReadyAfter(Duration.ofMinutes(5));
		try (FaultProxy proxy = faultProxy()) {
			proxy.plan(1, RehearseScriptIT::isUpload, new ProxyFault.Silence(true));
			Rehearsal rehearsal = rehearse(manifest("single.yaml"), "unknown");
			JsonNode runs = await().until(() -> service.body("/runs?namespace=unknown").path("items"),
					items -> items.size() == 1);

			rehearsal.terminate();

			rehearsal.assertEndsWith(143);
			assertThat(service.awaitEnd("/runs/" + runs.path(0).path("id").asString()).path("status").asString())
				.isEqualTo("CANCELLED");
			assertThat(service.body("/runs?namespace=unknown").path("items")).hasSize(1);
		}
	}

	@Test
	void tokenIsNotVisibleInArgumentsOrOutput() throws IOException {
		environment.put("SELDON_RUNS_TOKEN_FILE", Files.writeString(folder.resolve("token"), "s3cr3t\n").toString());
		BlockingQueue<String> seen = new LinkedBlockingQueue<>();
		List<Rehearsal> caller = new ArrayList<>();
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", exchange -> {
			seen.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
			await().until(() -> !caller.isEmpty());
			seen.addAll(caller.getFirst().arguments());
			byte[] problem = "{\"title\":\"You may not\"}".getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(403, problem.length);
			exchange.getResponseBody().write(problem);
			exchange.close();
		});
		server.start();
		try {
			environment.put("SELDON_RUNS_URL", "http://127.0.0.1:" + server.getAddress().getPort());
			Rehearsal rehearsal = rehearse(manifest("single.yaml"), "secret");
			caller.add(rehearsal);

			rehearsal.assertEndsWith(2);

			assertThat(seen.poll()).isEqualTo("Bearer s3cr3t");
			assertThat(seen).anyMatch(command -> command.contains("curl"))
				.noneMatch(command -> command.contains("s3cr3t"));
			assertThat(rehearsal.err()).contains("You may not").doesNotContain("s3cr3t");
		}
		finally {
			server.stop(0);
		}
	}

	@Test
	@EnabledIfEnvironmentVariable(named = "SHELLCHECK", matches = ".+")
	void satisfiesShellcheck() {
		Rehearsal check = keep(Rehearsal.start(folder, Map.of(),
				List.of(String.valueOf(System.getenv("SHELLCHECK")), Rehearsal.SCRIPT.toString())));

		check.assertEndsWith(0);
	}

	private Rehearsal rehearse(String manifest, String namespace) {
		return rehearseWith(List.of("/bin/sh"), manifest, namespace);
	}

	private Rehearsal rehearseWith(List<String> shell, String manifest, String namespace) {
		List<String> command = new ArrayList<>(shell);
		command.addAll(List.of(Rehearsal.SCRIPT.toString(), manifest, namespace));
		return keep(Rehearsal.start(folder, environment, command));
	}

	private Rehearsal keep(Rehearsal rehearsal) {
		rehearsals.add(rehearsal);
		return rehearsal;
	}

	private FaultProxy faultProxy() {
		FaultProxy proxy = new FaultProxy(
				new ConfigBuilder(Config.empty()).withMasterUrl("http://127.0.0.1:" + port).build());
		environment.put("SELDON_RUNS_URL", proxy.url());
		return proxy;
	}

	private static boolean isUpload(ProxyFault.Request request) {
		return request.method().equals("POST") && request.target().startsWith("/runs?");
	}

	private static boolean isStream(ProxyFault.Request request) {
		return request.target().endsWith("/events");
	}

	private static boolean isShow(ProxyFault.Request request) {
		return request.method().equals("GET") && request.target().matches("/runs/[^/]+");
	}

	private static String manifest(String name) {
		return ServiceClient.manifest(name).toAbsolutePath().toString();
	}

	private static boolean isInstalled(String program) {
		return List.of(System.getenv("PATH").split(":"))
			.stream()
			.anyMatch(path -> Files.isExecutable(Path.of(path, program)));
	}

	private static int closedPort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
