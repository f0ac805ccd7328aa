package org.seldonruns;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.seldonruns.ProxyFault.Request;
import org.seldonruns.ProxyFault.Silence;
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

	/**
	 * Shorter than it is by default, where nobody lives beside whom a busy machine might
	 * keep from renewing it for as long.
	 */
	private static final String BRIEFLY = "--seldon-runs.cluster.lease-duration=6s";

	private static final int RUNS = Integer.getInteger("recovery.runs", 60);

	/**
	 * The step in which the run of a killed process was interrupted, as far as the
	 * resource shows it. The resource does not show who requested its deletion.
	 */
	private static final Map<String, String> LAST_SHOWN = Map.of("unanswered", "AWAIT_READY", "ready", "AWAIT_READY",
			"before-scale", "AWAIT_READY", "in-scale", "AWAIT_SCALED", "scaled", "AWAIT_SCALED", "before-delete",
			"AWAIT_SCALED", "in-delete", "AWAIT_SCALED");

	private final RealCluster cluster = new RealCluster();

	private final List<FaultProxy> proxies = new ArrayList<>();

	private final List<ServiceProcess> services = new ArrayList<>();

	@TempDir
	Path folder;

	@AfterEach
	void close() {
		services.forEach(ServiceProcess::close);
		proxies.forEach(FaultProxy::close);
		cluster.close();
	}

	@Test
	void nextInstanceRecoversRunsOfKilledInstance() {
		FaultProxy ofTheKilled = proxy();
		ServiceProcess killed = start(kubeconfig(ofTheKilled), BRIEFLY, "--seldon-runs.cluster.request-timeout=5m",
				"--seldon-runs.cluster.write-timeout=5m");
		Map<String, String> runs = bringToEachStep(ofTheKilled, killed.client());
		String kept = killed.client().startText(failing("kept"), query("&keepOnFailure=1h"));
		String briefly = killed.client().startText(failing("briefly"), query("&keepOnFailure=30s"));
		JsonNode verdict = killed.client().awaitEnd(kept);
		assertThat(verdict.path("keptUntil").isNull()).as("%s", verdict).isFalse();
		assertThat(killed.client().awaitEnd(briefly).path("keptUntil").isNull()).isFalse();
		String unsent = beginsToCreate(ofTheKilled, killed.client(), "unsent", false);
		runs.put("unanswered", beginsToCreate(ofTheKilled, killed.client(), "unanswered", true));
		await().until(() -> cluster.resource("unanswered").get() != null);
		Map<String, String> uids = new HashMap<>();
		runs.keySet().forEach(name -> uids.put(name, cluster.resource(name).get().getMetadata().getUid()));

		killed.kill();
		FaultProxy ofTheNext = proxy();
		ServiceProcess next = start(kubeconfig(ofTheNext), BRIEFLY);

		awaitKnown(next, String.valueOf(runs.get("in-delete")));
		next.client().awaitStep(String.valueOf(runs.get("in-delete")), "DELETE");
		await().untilAsserted(() -> assertIsDeleted(ofTheNext, "in-delete", String.valueOf(uids.get("in-delete"))));
		setFinalizers("in-delete", "null");
		runs.forEach((name, path) -> {
			assertInterrupted(next, path, String.valueOf(LAST_SHOWN.get(name)));
			assertIsDeleted(ofTheNext, name, String.valueOf(uids.get(name)));
		});
		String ready = String.valueOf(runs.get("ready"));
		assertThat(next.client().body(ready).path("labels").path("commit").asString()).isEqualTo("9f1c2e");
		assertThat(next.client().get(ready + "/manifest").getStatusCode().value()).isEqualTo(404);
		assertThat(next.client().get(unsent).getStatusCode().value()).isEqualTo(404);
		JsonNode stillKept = next.client().body(kept);
		for (String field : List.of("status", "keptUntil", "failure", "steps", "finishedAt", "createdAt")) {
			assertThat(stillKept.path(field)).as(field).isEqualTo(verdict.path(field));
		}
		next.client().awaitRun(briefly, run -> run.path("keptUntil").isNull());
		next.client().awaitRun(briefly, ServiceClient::reportsResourceGone);
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(cluster.resources(cluster.namespace()).list().getItems()).singleElement()
				.satisfies(resource -> assertThat(resource.getMetadata().getName()).isEqualTo("kept")));
		assertThat(next.client().delete(kept).getStatusCode().value()).isEqualTo(409);

		assertThat(next.client().cancel(kept).getStatusCode().value()).isEqualTo(200);

		assertNothingIsLeft();
		assertThat(next.client().body(kept).path("keptUntil").isNull()).isTrue();
		assertThat(next.client().delete(kept).getStatusCode().value()).isEqualTo(204);
	}

	private Map<String, String> bringToEachStep(FaultProxy proxy, ServiceClient service) {
		Map<String, String> runs = new LinkedHashMap<>();
		proxy.plan(1, Request.write("PATCH", "before-scale"), new Silence(false));
		proxy.plan(1, Request.write("PATCH", "in-scale"), new Silence(true));
		proxy.plan(1, Request.write("DELETE", "before-delete"), new Silence(false));
		for (String name : LAST_SHOWN.keySet()) {
			if (!name.equals("unanswered")) {
				runs.put(name,
						service.startText(RealCluster.manifest(name, "1h"), query("&replicas=3&label=commit=9f1c2e")));
			}
		}
		runs.values().forEach(path -> service.awaitStep(path, "AWAIT_READY"));
		setFinalizers("in-delete", "[\"seldonruns.org/test-holds\"]");
		for (String name : List.of("before-scale", "in-scale", "scaled", "before-delete", "in-delete")) {
			cluster.makePodsReady(name, 1);
		}
		for (String name : List.of("before-delete", "in-delete")) {
			service.awaitStep(String.valueOf(runs.get(name)), "AWAIT_SCALED");
			cluster.makePodsReady(name, 3);
			service.awaitStep(String.valueOf(runs.get(name)), "DELETE");
		}
		for (String name : List.of("before-scale", "in-scale")) {
			service.awaitStep(String.valueOf(runs.get(name)), "SCALE");
		}
		service.awaitStep(String.valueOf(runs.get("scaled")), "AWAIT_SCALED");
		await().until(() -> cluster.resource("in-delete").get().isMarkedForDeletion());
		await().until(() -> proxy.left() == 0);
		return runs;
	}

	private String beginsToCreate(FaultProxy proxy, ServiceClient service, String name, boolean arrives) {
		proxy.plan(1, Request.write("POST", name), new Silence(arrives));
		String path = service.startText(RealCluster.manifest(name, "1h"), query(""));
		service.awaitStep(path, "CREATE");
		await().until(() -> proxy.left() == 0);
		return path;
	}

	private void setFinalizers(String name, String finalizers) {
		cluster.resource(name)
			.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\": {\"finalizers\": %s}}".formatted(finalizers));
	}

	private static void assertIsDeleted(FaultProxy proxy, String name, String uid) {
		assertThat(proxy.requests()).filteredOn(Request.write("DELETE", name))
			.as(name)
			.isNotEmpty()
			.allSatisfy(request -> assertThat(request.body()).contains(uid));
	}

	@Test
	void nextInstanceDeletesResourceThatWasBeingUpdated() {
		ServiceProcess killed = start(Path.of(RealCluster.kubeconfig()), BRIEFLY);
		String after = RealCluster.manifest("updated", "1h").replace(":1.18.2", ":1.18.1");
		String path = killed.client().startForm(UpdateForm.of(RealCluster.manifest("updated", "1s"), after), query(""));
		killed.client().awaitStep(path, "AWAIT_UPDATED");

		killed.kill();
		ServiceProcess next = start(Path.of(RealCluster.kubeconfig()), BRIEFLY);

		assertInterrupted(next, path, "AWAIT_UPDATED");
		assertNothingIsLeft();
	}

	@Test
	void nextInstanceTakesOverKeptResourcesOfStoppedInstance() {
		ServiceProcess stopped = start(Path.of(RealCluster.kubeconfig()), BRIEFLY);
		String kept = stopped.client().startText(failing("kept"), query("&keepOnFailure=1h"));
		stopped.client().awaitEnd(kept);
		stopped.close();
		assertThat(leases()).isEmpty();
		assertThat(cluster.resource("kept").get()).isNotNull();

		ServiceProcess next = start(Path.of(RealCluster.kubeconfig()), BRIEFLY);

		awaitKnown(next, kept);
		next.client().cancel(kept);
		assertNothingIsLeft();
	}

	@Test
	void endOfAnInstanceDoesNotAffectOthers() throws IOException {
		ServiceProcess living = start();
		ServiceProcess dying = start();
		List<String> runs = new ArrayList<>();
		for (int i = 0; i < RUNS / 2; i++) {
			runs.add(living.client().startText(RealCluster.manifest("living-" + i, "2s"), query("")));
			String path = dying.client()
				.startText(RealCluster.manifest("dying-" + i, (i % 4 == 0) ? "1h" : "1s"), query(""));
			if (i == 0) {
				// One that never gets ready, so that there is something to interrupt.
				dying.client().awaitStep(path, "AWAIT_READY");
			}
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
	void outageLongerThanLeaseFailsNoRunAndStrandedResourcesAreDeleted() {
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
		JsonNode later = one.client().awaitRun(stranded, ServiceClient::reportsResourceGone);
		for (String field : List.of("status", "failure", "cleanup", "steps", "finishedAt")) {
			assertThat(later.path(field)).as(field).isEqualTo(failed.path(field));
		}
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

	private static void awaitKnown(ServiceProcess service, String path) {
		await().atMost(PATIENCE).until(() -> service.client().get(path).getStatusCode().value() == 200);
	}

	private static void assertInterrupted(ServiceProcess service, String path, String step) {
		awaitKnown(service, path);
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

	private FaultProxy proxy() {
		FaultProxy proxy = new FaultProxy(cluster.config());
		proxies.add(proxy);
		return proxy;
	}

	private Path kubeconfig(FaultProxy proxy) {
		return proxy.writeKubeconfig(folder.resolve("kubeconfig-" + proxies.indexOf(proxy)));
	}

	private ServiceProcess start() {
		return start(Path.of(RealCluster.kubeconfig()));
	}

	private ServiceProcess start(Path kubeconfig, String... more) {
		List<String> settings = new ArrayList<>(List.of(more));
		settings.add("--seldon-runs.diagnosis.operator-failed=1s");
		ServiceProcess service = ServiceProcess.start(folder, kubeconfig, settings.toArray(String[]::new));
		services.add(service);
		return service;
	}

	/** A manifest that the operator fails at, however slow or quick the machine is. */
	private static String failing(String name) {
		return RealCluster.manifest(name, "1h")
			.replace("1.18.2'}", "1.18.2', volumeMounts: [{name: missing, mountPath: /mnt}]}");
	}

	private String query(String more) {
		return "?namespace=" + cluster.namespace() + more;
	}

}
