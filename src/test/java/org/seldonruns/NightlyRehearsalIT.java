package org.seldonruns;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What {@code kubectl apply -k samples} installs, on the real control plane that
 * KUBECONFIG_IT names, in a namespace that enforces the Pod Security level restricted.
 */
@EnabledIfEnvironmentVariable(named = "KUBECONFIG_IT", matches = ".+")
class NightlyRehearsalIT {

	@TempDir
	Path folder;

	@Test
	void cronJobIsAcceptedAndStartsRestrictedPod() {
		try (KubernetesClient client = RealNamespace.connect();
				RealNamespace namespace = new RealNamespace(client,
						Map.of("pod-security.kubernetes.io/enforce", "restricted"))) {
			List<HasMetadata> objects = rendered(client);
			objects.forEach(object -> {
				object.getMetadata().setNamespace(namespace.name());
				client.resource(object).create();
			});
			CronJob nightly = only(objects, CronJob.class);
			client
				.resource(new JobBuilder().withNewMetadata()
					.withName("now")
					.withNamespace(namespace.name())
					.endMetadata()
					.withSpec(nightly.getSpec().getJobTemplate().getSpec())
					.build())
				.create();

			Pod pod = await()
				.until(() -> client.pods().inNamespace(namespace.name()).list().getItems(), pods -> pods.size() == 1)
				.getFirst();
			assertThat(pod.getSpec().getVolumes()).filteredOn(volume -> volume.getConfigMap() != null)
				.extracting(volume -> volume.getConfigMap().getName())
				.containsExactly(only(objects, ConfigMap.class).getMetadata().getName());
			assertThat(only(objects, ConfigMap.class).getData()).containsOnlyKeys("rehearse.sh", "iris.yaml");
			client.batch().v1().jobs().inNamespace(namespace.name()).withName("now").delete();
		}
	}

	private List<HasMetadata> rendered(KubernetesClient client) {
		String samples = Path.of("samples").toAbsolutePath().toString();
		try (Rehearsal kubectl = Rehearsal.start(folder, Map.of(), List.of("kubectl", "kustomize", samples))) {
			kubectl.assertEndsWith(0);
			return client.load(new ByteArrayInputStream(kubectl.out().getBytes(StandardCharsets.UTF_8))).items();
		}
	}

	private static <T extends HasMetadata> T only(List<HasMetadata> objects, Class<T> type) {
		return objects.stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
	}

}
