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
import org.seldonruns.cluster.adapter.TestCluster.Watched;
import org.seldonruns.cluster.adapter.TestCluster;
import org.seldonruns.seldon.resource.ResourceState.Gone;
import org.seldonruns.seldon.resource.SeldonDeployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(120)
class InterruptedWatchesTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final TestCluster room = new TestCluster();

	@AfterEach
	void close() {
		room.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void continuesAfterInterruption(boolean forgotten) {
		Watched watched = room.create("here", "iris");
		watched.awaitAvailable();

		interrupt(forgotten);
		room.faults().clear();
		room.resource("here", "iris").withPropagationPolicy(DeletionPropagation.FOREGROUND).delete();

		watched.awaitGone();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void detectsDeletionDuringInterruption(boolean forgotten) {
		Watched watched = room.create("here", "iris");
		watched.awaitAvailable();

		interrupt(false);
		deleteDuringInterruption("iris");
		goOn(forgotten);

		watched.awaitGone();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void detectsReplacementDuringInterruption(boolean forgotten) {
		Watched watched = room.create("here", "iris");
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
		Watched watched = room.watch("here", "iris");

		interrupt(false);
		SeldonDeployment created = watched.create();
		watched.watch().bind(created);
		deleteDuringInterruption("iris");
		goOn(forgotten);

		watched.awaitGone();
	}

	@Test
	void resourceCreatedAfterListIsNotGone() {
		Watched watched = room.watch("here", "iris");
		interrupt(true);
		room.faults().clear();
		await().atMost(PATIENCE).until(() -> room.faults().count("list", "seldondeployments") >= 2);

		watched.watch().bind(watched.create());

		watched.awaitAvailable();
		assertThat(watched.reasons()).doesNotContain("Gone");
	}

	@Test
	void reportsErrorDuringInterruption() {
		Watched watched = room.create("here", "iris");
		watched.awaitAvailable();
		assertThat(watched.watch().trouble()).isNull();

		interrupt(false);

		await().atMost(PATIENCE).untilAsserted(() -> assertThat(watched.watch().trouble()).contains("is interrupted"));
		await().atMost(PATIENCE).until(() -> room.interruptedWatches() > 0);
		room.faults().clear();
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(watched.watch().trouble()).isNull());
		await().atMost(PATIENCE).until(() -> room.interruptedWatches() == 0);
	}

	@Test
	void reportsMessageOfApiServerWhenWatchRestarts() {
		Watched watched = room.create("here", "iris");
		watched.awaitAvailable();
		room.faults().fail(10_000, "list", "seldondeployments", 503);

		room.simulated().forgetHistory();
		room.faults().dropWatches();
		room.write(room.event("here", "somebody", "ChangesTheVersion"));

		await().atMost(PATIENCE).untilAsserted(() -> assertThat(watched.watch().trouble()).isNotNull());
		room.faults().clear();
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(watched.watch().trouble()).isNull());
	}

	private void interrupt(boolean forgotten) {
		room.faults().fail(10_000, "watch", "*", 503);
		if (forgotten) {
			room.simulated().forgetHistory();
		}
		room.faults().dropWatches();
	}

	private void goOn(boolean forgotten) {
		if (forgotten) {
			room.simulated().forgetHistory();
		}
		room.faults().clear();
	}

	private void deleteDuringInterruption(String name) {
		room.resource("here", name).withPropagationPolicy(DeletionPropagation.BACKGROUND).delete();
		await().until(() -> room.resource("here", name).get() == null);
	}

	private SeldonDeployment replace() {
		ApiResponse<SeldonDeployment> answer = room.cluster()
			.create(TestRuns.run(TestRuns.name("here", "iris"), room.time()), TestRuns.manifest("iris"));
		return ((ApiResponse.Accepted<SeldonDeployment>) answer).value();
	}

}
