package org.seldonruns.seldon.resource;

import java.util.List;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class OwnedDeploymentTests {

	@Test
	void readsAnObject() {
		Deployment object = new DeploymentBuilder().withNewMetadata()
			.withName("iris-default-0-classifier")
			.withGeneration(3L)
			.endMetadata()
			.withNewSpec()
			.withReplicas(4)
			.withNewTemplate()
			.withNewSpec()
			.addNewContainer()
			.withName("classifier")
			.endContainer()
			.addNewContainer()
			.withName("seldon-container-engine")
			.endContainer()
			.endSpec()
			.endTemplate()
			.endSpec()
			.withNewStatus()
			.withObservedGeneration(2L)
			.withReplicas(5)
			.withUpdatedReplicas(6)
			.withReadyReplicas(7)
			.withAvailableReplicas(8)
			.endStatus()
			.build();

		assertThat(OwnedDeployment.of(object)).isEqualTo(new OwnedDeployment("iris-default-0-classifier",
				List.of("classifier", "seldon-container-engine"), 3, 2, 4, 5, 6, 7, 8, List.of()));
	}

	@Test
	void usesDefaultsForAbsentCounts() {
		Deployment object = new DeploymentBuilder().withNewMetadata()
			.withName("iris")
			.endMetadata()
			.withNewSpec()
			.endSpec()
			.build();

		assertThat(OwnedDeployment.of(object))
			.isEqualTo(new OwnedDeployment("iris", List.of(), 0, 0, 1, 0, 0, 0, 0, List.of()));
	}

	@ParameterizedTest
	@CsvSource({ "1, 1, 2, 2, 2, 2, true", "2, 1, 2, 2, 2, 2, false", "1, 2, 2, 2, 2, 2, true",
			"1, 1, 1, 2, 2, 2, false", "1, 1, 2, 3, 2, 2, false", "1, 1, 2, 1, 2, 2, false", "1, 1, 2, 2, 1, 2, false",
			"1, 1, 2, 2, 2, 1, false", "1, 1, 2, 3, 3, 3, false", "1, 1, 2, 0, 0, 0, false" })
	void hasExactlyTwoIfAllCountsMatch(long generation, long observed, int wanted, int replicas, int updated,
			int available, boolean exactly) {
		OwnedDeployment deployment = new OwnedDeployment("iris", List.of(), generation, observed, wanted, replicas,
				updated, available, available, List.of());

		assertThat(deployment.hasExactly(2)).isEqualTo(exactly);
		assertThat(deployment.hasExactly(1)).isFalse();
	}

}
