package org.seldonruns.cluster.watch;

import java.time.Duration;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seldonruns.cluster.ApiResponse;
import org.seldonruns.cluster.TestRuns;
import org.seldonruns.cluster.adapter.TestCluster;
import org.seldonruns.cluster.adapter.TestCluster.Watched;
import org.seldonruns.seldon.resource.ObservedState.Gone;
import org.seldonruns.seldon.resource.SeldonDeployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(120)
class InterruptedWatchesTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final TestCluster cluster = new TestCluster();

	@AfterEach
	void close() {
		cluster.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void continuesAfterInterruption(boolean forgotten) {
		Watched watched = cluster.create("here", "iris");
		watched.awaitAvailable();

		interrupt(forgotten);
		cluster.faults().clear();
		cluster.resource("here", "iris").withPropagationPolicy(DeletionPropagation.FOREGROUND).delete();

		watched.awaitGone();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void detectsDeletionDuringInterruption(boolean forgotten) {
		Watched watched = cluster.create("here", "iris");
		watched.awaitAvailable();

		interrupt(false);
		deleteDuringInterruption("iris");
		goOn(forgotten);

		watched.awaitGone();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void detectsReplacementDuringInterruption(boolean forgotten) {
		Watched watched = cluster.create("here", "iris");
		watched.awaitAvailable();

		interrupt(false);
		deleteDuringInterruption("iris");
		replace();
		goOn(forgotten);

		watched.awaitState(state -> state instanceof Gone gone && gone.replaced());
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void detectsResourceCreatedAndDeletedDuringInterruption(boolean forgotten) {
		Watched watched = cluster.watch("here", "iris");

		interrupt(false);
		SeldonDeployment created = watched.create();
		watched.watch().bind(created);
		deleteDuringInterruption("iris");
		goOn(forgotten);

		watched.awaitGone();
	}

	@Test
	void resourceCreatedAfterListIsNotGone() {
		Watched watched = cluster.watch("here", "iris");
		interrupt(true);
		cluster.faults().clear();
		await().atMost(TIMEOUT).until(() -> cluster.faults().count("list", "seldondeployments") >= 2);

		watched.watch().bind(watched.create());

		watched.awaitAvailable();
		assertThat(watched.reasons()).doesNotContain("Gone");
	}

	@Test
	void reportsErrorDuringInterruption() {
		Watched watched = cluster.create("here", "iris");
		watched.awaitAvailable();
		assertThat(watched.watch().currentError()).isNull();

		interrupt(false);

		await().atMost(TIMEOUT)
			.untilAsserted(() -> assertThat(watched.watch().currentError()).contains("is interrupted"));
		await().atMost(TIMEOUT).until(() -> cluster.interruptedWatches() > 0);
		cluster.faults().clear();
		await().atMost(TIMEOUT).untilAsserted(() -> assertThat(watched.watch().currentError()).isNull());
		await().atMost(TIMEOUT).until(() -> cluster.interruptedWatches() == 0);
	}

	@Test
	void reportsMessageOfApiServerWhenWatchRestarts() {
		Watched watched = cluster.create("here", "iris");
		watched.awaitAvailable();
		cluster.faults().fail(10_000, "list", "seldondeployments", 503);

		cluster.simulated().forgetHistory();
		cluster.faults().dropWatches();
		cluster.write(cluster.event("here", "somebody", "ChangesTheVersion"));

		await().atMost(TIMEOUT).untilAsserted(() -> assertThat(watched.watch().currentError()).isNotNull());
		cluster.faults().clear();
		await().atMost(TIMEOUT).untilAsserted(() -> assertThat(watched.watch().currentError()).isNull());
	}

	private void interrupt(boolean forgotten) {
		cluster.faults().fail(10_000, "watch", "*", 503);
		if (forgotten) {
			cluster.simulated().forgetHistory();
		}
		cluster.faults().dropWatches();
	}

	private void goOn(boolean forgotten) {
		if (forgotten) {
			cluster.simulated().forgetHistory();
		}
		cluster.faults().clear();
	}

	private void deleteDuringInterruption(String name) {
		cluster.resource("here", name).withPropagationPolicy(DeletionPropagation.BACKGROUND).delete();
		await().until(() -> cluster.resource("here", name).get() == null);
	}

	private SeldonDeployment replace() {
		ApiResponse<SeldonDeployment> response = cluster.cluster()
			.create(TestRuns.run(TestRuns.name("here", "iris"), cluster.time()), TestRuns.manifest("iris"));
		return ((ApiResponse.Accepted<SeldonDeployment>) response).value();
	}

}
