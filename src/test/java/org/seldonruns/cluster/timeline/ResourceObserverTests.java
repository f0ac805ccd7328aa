package org.seldonruns.cluster.timeline;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seldonruns.cluster.SeenObjects.deleted;
import static org.seldonruns.cluster.SeenObjects.findings;
import static org.seldonruns.cluster.SeenObjects.resource;
import static org.seldonruns.cluster.SeenObjects.told;

class ResourceObserverTests {

	private final ObjectObservations findings = findings("SeldonDeployment", "iris");

	@Test
	void tellsEachChangeOfStateAndCounts() {
		look("{}");
		look("{state: Creating}");
		look("{state: Creating, replicas: 1}");
		look("{state: Creating, replicas: 1, deploymentStatus: {iris-b: {replicas: 3}, iris-a: {replicas: 1}}}");
		look("{state: Creating, replicas: 1, serviceStatus: {}, deploymentStatus: {iris-a: {replicas: 1}, iris-b: {replicas: 3}}}");
		look("{state: Available, deploymentStatus: {iris-a: {replicas: 1, availableReplicas: 1}}}");

		assertThat(told(findings)).containsExactly("Created:  @06:41:01Z", "Creating:  @", "Creating: replicas 1 @",
				"Creating: replicas 1; iris-a 0 of 1 available; iris-b 0 of 3 available @",
				"Available: iris-a 1 of 1 available @");
	}

	@Test
	void warnsOfAFailureAndSaysWhatTheOperatorSays() {
		look("{state: Failed, description: no such volume}");
		look("{state: Failed, description: no such image.}");
		look("{state: Failed, description: no such image., replicas: 1}");

		assertThat(told(findings)).containsExactly("Created:  @06:41:01Z", "!Failed: no such volume @",
				"!Failed: no such image. @", "!Failed: no such image. (replicas 1) @");
	}

	@Test
	void tellsThatItsDeletionWasAskedFor() {
		ResourceObserver.look(deleted(resource("{state: Available}")), findings);

		assertThat(told(findings)).containsExactly("Created:  @06:41:01Z", "Available:  @",
				"Deleting: its deletion was asked for @06:41:40Z");
	}

	private void look(String status) {
		ResourceObserver.look(resource(status), findings);
	}

}
