package org.seldonruns.simulation;

import java.time.Duration;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class SimulatedClusterTests {

	@Test
	void playsTheWholeLifeOfASeldonDeployment() {
		try (SimulatedCluster cluster = SimulatedCluster.start()) {
			var resources = cluster.client()
				.genericKubernetesResources("machinelearning.seldon.io/v1", "SeldonDeployment")
				.inNamespace("any");
			resources.load(getClass().getResourceAsStream("/manifests/single.yaml")).create();
			await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
				GenericKubernetesResource found = resources.withName("single").get();
				assertThat(found.<Object>get("status", "state")).isEqualTo("Available");
			});
			resources.withName("single").withPropagationPolicy(DeletionPropagation.FOREGROUND).delete();
			await().atMost(Duration.ofSeconds(20)).until(() -> resources.withName("single").get() == null);
			assertThat(cluster.client().apps().deployments().inNamespace("any").list().getItems()).isEmpty();
			assertThat(cluster.client().pods().inNamespace("any").list().getItems()).isEmpty();
		}
	}

}
