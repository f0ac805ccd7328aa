package org.seldonruns;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What becomes of a process's runs when it is killed, with nobody or somebody beside it.
 */
@Timeout(300)
@EnabledIfEnvironmentVariable(named = "KUBECONFIG_IT", matches = ".+")
class RecoveryIT {

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	/** Shorter than it is by default, which is 15 s. */
	private static final String LEASE = "6s";

	private static final int RUNS = Integer.getInteger("recovery.runs", 60);

	private final RealCluster cluster = new RealCluster();

	private final List<ServiceProcess> services = new ArrayList<>();

	@TempDir
	Path folder;

	@AfterEach
	void close() {
		services.forEach(ServiceProcess::close);
		cluster.close();
	}

	@Test
	void nextInstanceRemovesWhatAKilledOneLeftAndShowsItsRuns() {
		ServiceProcess killed = start();
		String ready = killed.client().startText(RealCluster.manifest("ready", "1h"), query("&label=commit=9f1c2e"));
		String scaled = killed.client().startText(RealCluster.manifest("scaled", "1h"), query("&replicas=3"));
		String kept = killed.client()
			.startText(RealCluster.manifest("kept", "1h"), query("&timeout=5s&keepOnFailure=1h"));
		String briefly = killed.client()
			.startText(RealCluster.manifest("briefly", "1h"), query("&timeout=5s&keepOnFailure=30s"));
		cluster.makePodsReady("scaled", 1);
		killed.client().awaitStep(scaled, "AWAIT_SCALED");
		killed.client().awaitStep(ready, "AWAIT_READY");
		JsonNode verdict = killed.client().awaitEnd(kept);
		assertThat(killed.client().awaitEnd(briefly).path("keptUntil").isNull()).isFalse();
		assertThat(verdict.path("keptUntil").isNull()).isFalse();

		killed.kill();
		ServiceProcess next = start();

		assertInterrupted(next, ready, "AWAIT_READY");
		assertInterrupted(next, scaled, "AWAIT_SCALED");
		assertThat(next.client().body(ready).path("labels").path("commit").asString()).isEqualTo("9f1c2e");
		assertThat(next.client().get(ready + "/manifest").getStatusCode().value()).isEqualTo(404);
		JsonNode stillKept = next.client().body(kept);
		for (String field : List.of("status", "keptUntil", "failure", "steps", "finishedAt", "createdAt")) {
			assertThat(stillKept.path(field)).as(field).isEqualTo(verdict.path(field));
		}
		next.client().awaitRun(briefly, run -> run.path("keptUntil").isNull());
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(cluster.resources(cluster.namespace()).list().getItems()).singleElement()
				.satisfies(resource -> assertThat(resource.getMetadata().getName()).isEqualTo("kept")));
		assertThat(next.client().delete(kept).getStatusCode().value()).isEqualTo(409);

		assertThat(next.client().cancel(kept).getStatusCode().value()).isEqualTo(200);

		assertNothingIsLeft();
		assertThat(next.client().body(kept).path("keptUntil").isNull()).isTrue();
		assertThat(next.client().delete(kept).getStatusCode().value()).isEqualTo(204);
	}

	@Test
	void stoppedProcessLeavesTheKeptToTheNext() {
		ServiceProcess stopped = start();
		String kept = stopped.client()
			.startText(RealCluster.manifest("kept", "1h"), query("&timeout=5s&keepOnFailure=1h"));
		stopped.client().awaitEnd(kept);
		stopped.close();
		assertThat(leases()).isEmpty();
		assertThat(cluster.resource("kept").get()).isNotNull();

		ServiceProcess next = start();

		await().atMost(PATIENCE).until(() -> next.client().get(kept).getStatusCode().value() == 200);
		next.client().cancel(kept);
		assertNothingIsLeft();
	}

	@Test
	void livingInstanceIsNotDisturbedByTheEndOfAnother() throws IOException {
		ServiceProcess living = start();
		ServiceProcess dying = start();
		List<String> runs = new ArrayList<>();
		for (int i = 0; i < RUNS / 2; i++) {
			runs.add(living.client().startText(RealCluster.manifest("living-" + i, "2s"), query("")));
			dying.client().startText(RealCluster.manifest("dying-" + i, (i % 4 == 0) ? "1h" : "1s"), query(""));
		}

		dying.kill();

		for (String run : runs) {
			JsonNode over = living.client().awaitEnd(run);
			assertThat(over.path("status").asString()).as("%s", over).isEqualTo("SUCCEEDED");
		}
		await().atMost(PATIENCE).untilAsserted(() -> {
			cluster.assertNothingIsLeft();
			assertThat(leases()).isEmpty();
		});
		List<JsonNode> interrupted = living.client()
			.body("/runs?status=FAILED&limit=200")
			.path("items")
			.valueStream()
			.toList();
		assertThat(interrupted).isNotEmpty()
			.allSatisfy(run -> assertThat(run.path("failure").path("cause").asString()).isEqualTo("INTERRUPTED"))
			.allSatisfy(run -> assertThat(run.path("resource").path("name").asString()).startsWith("dying-"));
		for (int i = 0; i < RUNS / 2; i++) {
			cluster.assertCreatedOnce("living-" + i);
		}
		assertThat(living.log()).doesNotContain("DELETED_BY_ANOTHER");
	}

	@Test
	@EnabledIfEnvironmentVariable(named = "CLUSTER_IT_CONTROL", matches = ".+",
			disabledReason = "the cluster is not ours to stop")
	void outageLongerThanALeaseCostsNobodyARunAndWhatItStrandedIsRemoved() {
		ServiceProcess one = start();
		ServiceProcess other = start();
		String patient = one.client().startText(RealCluster.manifest("patient", "1h"), query(""));
		String alsoPatient = other.client().startText(RealCluster.manifest("also-patient", "1h"), query(""));
		one.client().awaitStep(patient, "AWAIT_READY");
		other.client().awaitStep(alsoPatient, "AWAIT_READY");
		String stranded = one.client()
			.startText(RealCluster.manifest("stranded", "1h"), query("&timeout=20s&deleteTimeout=1s"));
		one.client().awaitStep(stranded, "AWAIT_READY");

		RealCluster.control("stop-apiserver");
		JsonNode failed = one.client().awaitEnd(stranded);
		RealCluster.control("start-apiserver");

		assertThat(failed.path("failure").path("cause").asString()).isEqualTo("CLUSTER_UNREACHABLE");
		assertThat(failed.path("cleanup").path("cause").asString()).isEqualTo("CLUSTER_UNREACHABLE");
		await().atMost(PATIENCE)
			.ignoreExceptions()
			.untilAsserted(() -> assertThat(cluster.resource("stranded").get()).isNull());
		for (int replicas = 1; replicas <= 2; replicas++) {
			cluster.makePodsReady("patient", replicas);
			cluster.makePodsReady("also-patient", replicas);
		}
		assertThat(one.client().awaitEnd(patient).path("status").asString()).isEqualTo("SUCCEEDED");
		assertThat(other.client().awaitEnd(alsoPatient).path("status").asString()).isEqualTo("SUCCEEDED");
		assertNothingIsLeft();
		assertThat(one.client().body("/runs").path("items")).hasSize(2);
		assertThat(other.client().body("/runs").path("items")).hasSize(1);
	}

	private void assertInterrupted(ServiceProcess service, String path, String step) {
		await().atMost(PATIENCE).until(() -> service.client().get(path).getStatusCode().value() == 200);
		JsonNode run = service.client().awaitEnd(path);
		assertThat(run.path("status").asString()).isEqualTo("FAILED");
		assertThat(run.path("failure").path("cause").asString()).isEqualTo("INTERRUPTED");
		assertThat(run.path("failure").path("step").asString()).isEqualTo(step);
		assertThat(ServiceClient.step(run, "DELETE").path("status").asString()).isEqualTo("SUCCEEDED");
	}

	private void assertNothingIsLeft() {
		await().atMost(PATIENCE).untilAsserted(() -> {
			cluster.assertNothingIsLeft();
			assertThat(leases()).isEmpty();
		});
	}

	private List<String> leases() {
		return cluster.client()
			.leases()
			.inNamespace(cluster.namespace())
			.list()
			.getItems()
			.stream()
			.map(lease -> lease.getMetadata().getName())
			.toList();
	}

	private ServiceProcess start() {
		ServiceProcess service = ServiceProcess.start(folder, Path.of(RealCluster.kubeconfig()),
				"--seldon-runs.cluster.lease-duration=" + LEASE);
		services.add(service);
		return service;
	}

	private String query(String more) {
		return "?namespace=" + cluster.namespace() + more;
	}

}
