package org.seldonruns.cluster.timeline;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seldonruns.cluster.SeenObjects.deleted;
import static org.seldonruns.cluster.SeenObjects.observations;
import static org.seldonruns.cluster.SeenObjects.recorded;
import static org.seldonruns.cluster.SeenObjects.resource;

class ResourceObserverTests {

	private final ObservationBuffer observations = observations("SeldonDeployment", "iris");

	@Test
	void recordsEachChangeOfStateAndReplicas() {
		observe("{}");
		observe("{state: Creating}");
		observe("{state: Creating, replicas: 1}");
		observe("{state: Creating, replicas: 1, deploymentStatus: {iris-b: {replicas: 3}, iris-a: {replicas: 1}}}");
		observe("{state: Creating, replicas: 1, serviceStatus: {}, deploymentStatus: {iris-a: {replicas: 1}, iris-b: {replicas: 3}}}");
		observe("{state: Available, deploymentStatus: {iris-a: {replicas: 1, availableReplicas: 1}}}");

		assertThat(recorded(observations)).containsExactly("Created:  @06:41:01Z", "Creating:  @",
				"Creating: replicas 1 @", "Creating: replicas 1; iris-a 0 of 1 available; iris-b 0 of 3 available @",
				"Available: iris-a 1 of 1 available @");
	}

	@Test
	void recordsFailureAsWarningWithDescription() {
		observe("{state: Failed, description: no such volume}");
		observe("{state: Failed, description: no such image.}");
		observe("{state: Failed, description: no such image., replicas: 1}");

		assertThat(recorded(observations)).containsExactly("Created:  @06:41:01Z", "!Failed: no such volume @",
				"!Failed: no such image. @", "!Failed: no such image. (replicas 1) @");
	}

	@Test
	void recordsRequestedDeletion() {
		ResourceObserver.observe(deleted(resource("{state: Available}")), observations);

		assertThat(recorded(observations)).containsExactly("Created:  @06:41:01Z", "Available:  @",
				"Deleting: deletion requested @06:41:40Z");
	}

	private void observe(String status) {
		ResourceObserver.observe(resource(status), observations);
	}

}
