package org.seldonruns;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What {@code kubectl apply -k} installs, on the real control plane. */
@EnabledIfEnvironmentVariable(named = "KUBECONFIG_IT", matches = ".+")
class ManifestsIT {

	private static final String IMAGE = "registry.invalid:5000/team/seldon-runs:1.2.3";

	private static final String WITHOUT_SECURITY = "components/without-security";

	private static final String MONITORING = "overlays/monitoring";

	private final KubernetesClient client = RealNamespace.connect();

	/** What the monitoring brings objects of. */
	private final List<CustomKind> kinds = List.of(
			new CustomKind(client, "monitoring.coreos.com", "v1", "PodMonitor", "podmonitors"),
			new CustomKind(client, "monitoring.coreos.com", "v1", "PrometheusRule", "prometheusrules"));

	private final RealNamespace runs = new RealNamespace(client, Map.of());

	@TempDir
	Path folder;

	@BeforeEach
	void requireNoOtherInstallation() {
		Installation.awaitNone(client);
	}

	@AfterEach
	void close() {
		kinds.forEach(CustomKind::close);
		runs.close();
		client.close();
	}

	@ParameterizedTest
	@CsvSource({ "overlays/cluster-wide " + MONITORING + ", seldon-runs seldon-runs-reviews",
			"overlays/one-namespace, seldon-runs-reviews", "overlays/one-namespace components/tls, seldon-runs-reviews",
			"overlays/cluster-wide " + WITHOUT_SECURITY + ", seldon-runs",
			"overlays/one-namespace " + WITHOUT_SECURITY + ", ''" })
	void installsAndUninstallsCompletely(String choice, String clusterWide) {
		List<String> chosen = List.of(choice.split(" "));
		try (Installation installation = new Installation(folder, IMAGE, runs.name(), chosen)) {
			assertThat(installation.apply()).isNotEmpty().allMatch(line -> line.endsWith(" created"));

			assertThat(rights(installation, "clusterroles")).containsExactlyInAnyOrder(words(clusterWide));
			assertThat(rights(installation, "clusterrolebindings")).containsExactlyInAnyOrder(words(clusterWide));
			assertThat(installation.get("roles")).hasSize(choice.contains("one-namespace") ? 1 : 0)
				.allMatch(role -> role.at("/metadata/namespace").asString().equals(runs.name()));
			assertStarts();
			if (chosen.contains(MONITORING)) {
				assertMetricsNeedNoToken(installation);
			}
			assertThat(installation.apply()).isNotEmpty().allMatch(line -> line.endsWith(" unchanged"));

			installation.delete();

			assertThat(installation.left()).isEmpty();
			assertThat(client.namespaces().withName(Installation.NAMESPACE).get()).isNull();
		}
	}

	private static String[] words(String text) {
		return text.isEmpty() ? new String[0] : text.split(" ");
	}

	private static List<String> rights(Installation installation, String kind) {
		return installation.get(kind).stream().map(role -> role.at("/metadata/name").asString()).toList();
	}

	/** Its pod is let in by the namespace's Pod Security, and none is refused. */
	private void assertStarts() {
		await().untilAsserted(() -> assertThat(client.apps()
			.deployments()
			.inNamespace(Installation.NAMESPACE)
			.withName("seldon-runs")
			.get()
			.getStatus()
			.getAvailableReplicas()).isEqualTo(1));
		assertThat(client.namespaces().withName(Installation.NAMESPACE).get().getMetadata().getLabels())
			.containsEntry("pod-security.kubernetes.io/enforce", "restricted");
		assertThat(client.v1().events().inNamespace(Installation.NAMESPACE).list().getItems())
			.noneMatch(event -> event.getReason().equals("FailedCreate"));
		Pod pod = client.pods().inNamespace(Installation.NAMESPACE).list().getItems().getFirst();
		assertThat(pod.getSpec().getContainers()).singleElement().satisfies(container -> {
			assertThat(container.getImage()).isEqualTo(IMAGE);
			assertThat(container.getLifecycle().getPreStop().getSleep().getSeconds()).isPositive();
			// The token, the settings, and the one place that can be written to.
			assertThat(container.getVolumeMounts()).filteredOn(mount -> !Boolean.TRUE.equals(mount.getReadOnly()))
				.extracting(mount -> mount.getMountPath())
				.containsExactly("/tmp");
			assertThat(container.getVolumeMounts()).hasSizeBetween(3, 4);
			assertThat(
					List.of(container.getLivenessProbe(), container.getReadinessProbe(), container.getStartupProbe()))
				.extracting(probe -> probe.getHttpGet().getPort().getStrVal())
				.containsOnly("management");
		});
	}

	private static void assertMetricsNeedNoToken(Installation installation) {
		JsonNode endpoint = installation.get("podmonitors").getFirst().at("/spec/podMetricsEndpoints/0");
		assertThat(endpoint.path("port").asString()).isEqualTo("management");
		assertThat(endpoint.has("authorization")).isFalse();
		assertThat(installation.get("secrets")).isEmpty();
	}

	@Test
	void changedSettingRollsPod() {
		Installation installation = new Installation(folder, IMAGE, runs.name(), List.of("overlays/cluster-wide"));
		String before = installation.render();
		installation.change("base/application.yaml", "shutdown-grace: 25s", "shutdown-grace: 26s");

		assertThat(settingsOfThePod(installation.render())).isNotEqualTo(settingsOfThePod(before));
	}

	private static String settingsOfThePod(String rendered) {
		return Pattern.compile("configMap:\\s+name: (\\S+)")
			.matcher(rendered)
			.results()
			.map(found -> found.group(1))
			.findFirst()
			.orElseThrow();
	}

}
