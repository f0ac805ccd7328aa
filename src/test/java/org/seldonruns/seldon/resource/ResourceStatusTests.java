package org.seldonruns.seldon.resource;

import java.util.List;
import java.util.Map;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import org.junit.jupiter.api.Test;
import org.seldonruns.seldon.resource.ResourceStatus.Counts;

import static org.assertj.core.api.Assertions.assertThat;

class ResourceStatusTests {

	@Test
	void readsStatus() {
		assertThat(status(Map.of("state", "Failed", "description", "no such volume", "replicas", 2, "deploymentStatus",
				Map.of("iris-b", Map.of("replicas", 3), "iris-a", Map.of("replicas", 2, "availableReplicas", 1)))))
			.isEqualTo(new ResourceStatus("Failed", "no such volume", 2,
					List.of(new Counts("iris-a", 2, 1), new Counts("iris-b", 3, 0))));
	}

	@Test
	void isEmptyWithoutStatus() {
		ResourceStatus empty = new ResourceStatus(null, null, null, List.of());

		assertThat(ResourceStatus.of(new GenericKubernetesResource())).isEqualTo(empty);
		assertThat(status(Map.of("state", "", "description", "", "deploymentStatus", "none"))).isEqualTo(empty);
	}

	private static ResourceStatus status(Map<String, Object> status) {
		GenericKubernetesResource object = new GenericKubernetesResource();
		object.setAdditionalProperty("status", status);
		return ResourceStatus.of(object);
	}

}
