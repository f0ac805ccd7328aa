package org.seldonruns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;
import static org.awaitility.Awaitility.await;

/**
 * Executes all kinds of runs with only the permissions that {@code k8s} grants the
 * service, and checks in the audit log of the API server that none is missing and none is
 * unused.
 */
@Timeout(300)
@EnabledIfEnvironmentVariable(named = "KUBECONFIG_IT", matches = ".+")
class LeastPrivilegeIT {

	private static final List<String> SUCCEEDING = List.of("single.yaml", "predictor-replicas.yaml",
			"mixed-replicas.yaml", "separate-engine.yaml", "prepackaged.yaml", "v1alpha2.yaml", "slow.yaml",
			"json-with-tabs.json", "hpa.yaml", "unknown-field.yaml");

	private static final Map<String, String> FAILING = Map.of("bad-volume.yaml", "OPERATOR_FAILED", "image-pull.yaml",
			"IMAGE_PULL", "unschedulable.yaml", "UNSCHEDULABLE", "not-reconciled.yaml", "NOT_RECONCILED",
			"no-graph.yaml", "REFUSED");

	private static final Pattern METRIC = Pattern.compile("\\b(?:seldon_runs|http_server|jvm|process)_[a-z_]+");

	private final RealCluster cluster = new RealCluster();

	private final CustomKind scaledObjects = new CustomKind(cluster.client(), "keda.sh", "v1alpha1", "ScaledObject",
			"scaledobjects");

	private final Callers callers = new Callers(cluster);

	@TempDir
	Path folder;

	@BeforeEach
	void disturbsNobody() {
		Installation.awaitNone(cluster.client());
	}

	@AfterEach
	void close() {
		scaledObjects.close();
		cluster.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "overlays/cluster-wide", "overlays/one-namespace" })
	void usesExactlyTheGrantedPermissions(String overlay) throws IOException {
		assumeThat(Path.of(RealCluster.kubeconfig()).toRealPath().resolveSibling("audit.log")).exists();
		try (Installation installation = new Installation(folder, "seldon-runs:it", cluster.namespace(),
				List.of(overlay))) {
			installation.apply();
			callers.grant("caller", "seldondeployments.machinelearning.seldon.io", "create", "patch", "delete", "get");
			PodLikeService service = new PodLikeService(installation, folder);
			AuditLog log = new AuditLog(Path.of(RealCluster.kubeconfig()),
					installation.get("serviceaccounts").getFirst().at("/metadata/uid").asString());

			try (ServiceProcess first = start(service)) {
				assertThat(first.log()).contains("system:serviceaccount:seldon-runs:seldon-runs")
					// As the ConfigMap has it.
					.contains("\"ecs\":{\"version\"");
				List<Played> runs = startAll(caller(first));
				String left = caller(first).startText(RealCluster.manifest("left", "1h"), query(""));
				try (ServiceProcess next = start(service)) {
					runs.forEach(run -> run.assertOver(caller(first)));
					assertMetricsAreThere(first);
					assertTokenForTheApiServerIsRejected(first);
					caller(first).awaitStep(left, "AWAIT_READY");
					first.kill();
					assertRecovers(caller(next), left);
				}
			}

			assertThat(granted(installation)).isNotEmpty();
			List<JsonNode> events = log.events();
			assertSoftly(softly -> {
				softly.assertThat(events)
					.filteredOn(event -> AuditLog.status(event) == 403)
					.extracting(event -> event.path("verb").asString() + " " + event.path("requestURI").asString())
					.as("forbidden")
					.isEmpty();
				softly.assertThat(unused(granted(installation), events)).as("granted, but never used").isEmpty();
			});
		}
	}

	@Test
	void cannotWriteLeasesOfOthers() {
		try (Installation installation = new Installation(folder, "seldon-runs:it", cluster.namespace(),
				List.of("overlays/cluster-wide"))) {
			installation.apply();
			Config config = new ConfigBuilder(cluster.client().getConfiguration())
				.withImpersonateUsername("system:serviceaccount:seldon-runs:seldon-runs")
				.build();
			try (KubernetesClient asService = new KubernetesClientBuilder().withConfig(config).build()) {
				// The API server takes a moment to enforce a new policy.
				await().untilAsserted(() -> {
					Lease foreign = lease("somebody", cluster.namespace());
					assertForbidden(() -> asService.resource(foreign).create());
					cluster.client().resource(foreign).delete();
				});
				assertForbidden(() -> asService.resource(lease("seldon-runs-it", "kube-system")).create());
				asService.resource(lease("seldon-runs-it", cluster.namespace())).create();
				asService.resource(lease("seldon-runs-it", cluster.namespace())).delete();
			}
		}
	}

	private static void assertForbidden(ThrowingCallable request) {
		assertThatExceptionOfType(KubernetesClientException.class).isThrownBy(request)
			.withMessageContaining("seldon-runs may");
	}

	private static Lease lease(String name, String namespace) {
		return new LeaseBuilder().withNewMetadata().withName(name).withNamespace(namespace).endMetadata().build();
	}

	/** What all the roles grant, those that are bound nowhere included. */
	private static Set<Right> granted(Installation installation) {
		return Stream.of("clusterroles", "roles")
			.flatMap(kind -> installation.get(kind).stream())
			.flatMap(Right::of)
			.collect(Collectors.toSet());
	}

	private static ServiceProcess start(PodLikeService service) {
		return service.start("--seldon-runs.cluster.lease-duration=6s", "--seldon-runs.diagnosis.operator-failed=1s",
				"--seldon-runs.diagnosis.image-pull=2s");
	}

	/** Somebody who may do all that the service does for its callers. */
	private ServiceClient caller(ServiceProcess service) {
		return service.client().withToken(callers.token("caller", "seldon-runs"));
	}

	private static Set<Right> unused(Set<Right> granted, List<JsonNode> events) {
		Set<Right> unused = new HashSet<>(granted);
		events.forEach(event -> unused.removeAll(Right.of(event, AuditLog.status(event))));
		return unused;
	}

	private List<Played> startAll(ServiceClient service) {
		List<Played> runs = new ArrayList<>();
		SUCCEEDING.forEach(manifest -> runs.add(new Played(service.start(manifest, query("")), "SUCCEEDED", null)));
		FAILING.forEach((manifest, cause) -> runs
			.add(new Played(service.start(manifest, query("&timeout=15s")), "FAILED", cause)));
		cluster.client().resource(RealCluster.manifest("taken", "0s")).inNamespace(cluster.namespace()).create();
		runs.add(new Played(service.startText(RealCluster.manifest("taken", "0s"), query("")), "FAILED", "REFUSED"));
		String crashing = service.startText(RealCluster.manifest("crashing", "1h"), query(""));
		runs.add(new Played(crashing, "FAILED", "CRASH_LOOP"));
		String cancelled = service.startText(RealCluster.manifest("cancelled", "1h"), query(""));
		runs.add(new Played(cancelled, "CANCELLED", "CANCELLED"));
		String kept = service.startText(broken("kept"), query("&keepOnFailure=1h"));
		runs.add(new Played(kept, "FAILED", "OPERATOR_FAILED"));

		service.awaitStep(crashing, "AWAIT_READY");
		crash("crashing");
		service.awaitStep(cancelled, "AWAIT_READY");
		service.cancel(cancelled);
		service.awaitRun(kept, run -> !run.path("keptUntil").isNull());
		service.cancel(kept);
		await().untilAsserted(() -> assertThat(cluster.resource("kept").get()).isNull());
		return runs;
	}

	private void assertRecovers(ServiceClient service, String left) {
		await().atMost(ServiceProcess.PATIENCE)
			.untilAsserted(() -> assertThat(service.get(left).getStatusCode().value()).isEqualTo(200));
		assertThat(service.awaitEnd(left).at("/failure/cause").asString()).isEqualTo("INTERRUPTED");
		assertThat(cluster.resource("left").get()).isNull();
		// The dead one's Lease, and its own.
		await().untilAsserted(
				() -> assertThat(cluster.client().leases().inNamespace(cluster.namespace()).list().getItems())
					.isEmpty());
	}

	/** What alerts and dashboard ask for. */
	private static void assertMetricsAreThere(ServiceProcess service) throws IOException {
		// On the management port alone, and without a token.
		assertThat(service.client().get("/actuator/prometheus").getStatusCode().is4xxClientError()).isTrue();
		String metrics = new ServiceClient(service.managementPort())
			.getText("/actuator/prometheus", MediaType.TEXT_PLAIN)
			.getBody();
		Set<String> requested = new TreeSet<>();
		for (String file : List.of("alerts.yaml", "dashboard.json")) {
			METRIC.matcher(Files.readString(Path.of("k8s", "overlays", "monitoring", file)))
				.results()
				.map(MatchResult::group)
				.forEach(requested::add);
		}
		assertThat(requested).isNotEmpty()
			.allSatisfy(metric -> assertThat(metrics).containsPattern("(?m)^" + metric + "[ {]"));
	}

	private void assertTokenForTheApiServerIsRejected(ServiceProcess service) {
		assertThat(service.client().withToken(callers.token("caller")).get("/runs").getStatusCode().value())
			.isEqualTo(401);
	}

	/** Lets the first container of a resource's pod have ended again and again. */
	private void crash(String name) {
		await().ignoreExceptions().untilAsserted(() -> {
			List<Pod> pods = cluster.client()
				.pods()
				.inNamespace(cluster.namespace())
				.withLabel("seldon-deployment-id", name)
				.list()
				.getItems();
			assertThat(pods).isNotEmpty().allMatch(pod -> pod.getStatus().getPodIP() != null);
			pods.forEach(pod -> cluster.client().resource(pod).editStatus(LeastPrivilegeIT::crashed));
		});
	}

	private static Pod crashed(Pod pod) {
		return new PodBuilder(pod).editStatus()
			.editFirstContainerStatus()
			.withRestartCount(5)
			.withState(new ContainerStatusBuilder().withNewState()
				.withNewWaiting("back-off", "CrashLoopBackOff")
				.endState()
				.build()
				.getState())
			.withNewLastState()
			.withNewTerminated()
			.withExitCode(1)
			.withReason("Error")
			.endTerminated()
			.endLastState()
			.endContainerStatus()
			.endStatus()
			.build();
	}

	/** A manifest that the operator fails at. */
	private static String broken(String name) {
		return RealCluster.manifest(name, "1h")
			.replace("1.18.2'}", "1.18.2', volumeMounts: [{name: missing, mountPath: /mnt}]}");
	}

	private String query(String more) {
		return "?namespace=" + cluster.namespace() + more;
	}

	/**
	 * A run and how it is to end.
	 *
	 * @param path where it is
	 * @param status its last status
	 * @param cause the cause of its failure, if any
	 */
	private record Played(String path, String status, @Nullable String cause) {

		void assertOver(ServiceClient service) {
			JsonNode run = service.awaitEnd(path);
			assertThat(run.path("status").asString()).as("%s", run).isEqualTo(status);
			assertThat(run.at("/failure/cause").asString(null)).as("%s", run).isEqualTo(cause);
		}

	}

}
