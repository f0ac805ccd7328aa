package org.seldonruns.cluster.watch;

import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seldonruns.cluster.ResourceWatch;
import org.seldonruns.cluster.TestRuns;
import org.seldonruns.cluster.adapter.TestCluster.Watched;
import org.seldonruns.cluster.adapter.TestCluster;
import org.seldonruns.run.Observation;
import org.seldonruns.run.Run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(120)
class ForbiddenWatchesTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final TestCluster room = new TestCluster();

	@AfterEach
	void close() {
		room.close();
	}

	@ParameterizedTest
	@CsvSource({ "pods,Pods", "replicasets,ReplicaSets", "events,Events", "services,Services",
			"horizontalpodautoscalers,HorizontalPodAutoscalers", "poddisruptionbudgets,PodDisruptionBudgets",
			"persistentvolumeclaims,PersistentVolumeClaims" })
	void continuesWithoutOptionalKinds(String resource, String words) {
		room.faults().fail(100, "list", resource, 403);

		Watched watched = room.create("here", "iris");

		watched.awaitAvailable();
		assertThat(watched.watch().trouble()).isNull();
		watched.awaitReason("WatchFailed");
		assertThat(TestRuns.timeline(watched.run())).filteredOn(seen -> seen.reason().equals("WatchFailed"))
			.singleElement()
			.satisfies(seen -> {
				assertThat(seen.type()).isEqualTo(Observation.WARNING);
				assertThat(seen.message()).startsWith(words + " in namespace here cannot be watched: ")
					.contains("orbidden");
			});
	}

	@Test
	void reportsUnwatchedKindsToEachJoiningRun() {
		room.faults().fail(100, "list", "pods", 403);

		room.watch("here", "one").awaitReason("WatchFailed");
		room.watch("here", "two").awaitReason("WatchFailed");
		assertThat(room.faults().count("list", "pods")).isEqualTo(1);
	}

	@Test
	void ignoresUnknownOptionalKind() {
		Watched watched = room.create("here", "iris");

		watched.awaitAvailable();

		// The simulated API server has no ScaledObjects.
		assertThat(watched.reasons()).doesNotContain("WatchFailed");
	}

	@Test
	void doesNotWaitForOptionalKinds() {
		room.faults().fail(100, "list", "services", 500);

		Watched watched = room.watch("here", "iris");

		watched.awaitReason("WatchFailed");
		assertThat(TestRuns.timeline(watched.run())).singleElement()
			.satisfies(seen -> assertThat(seen.message())
				.startsWith("Services in namespace here cannot be watched yet; the service retries: "));
	}

	@Test
	void doesNotReportKindThatCanBeWatchedAgain() {
		room.faults().fail(1, "list", "services", 500);
		room.watch("here", "one");
		await().atMost(PATIENCE).until(() -> room.faults().count("watch", "services") == 1);

		await().atMost(PATIENCE).untilAsserted(() -> assertThat(room.watch("here", "two").reasons()).isEmpty());
	}

	@ParameterizedTest
	@CsvSource({ "seldondeployments,SeldonDeployments,403", "deployments,Deployments,403",
			"seldondeployments,SeldonDeployments,404", "seldondeployments,SeldonDeployments,401" })
	void reportsReasonAndStartsNewWatchesForNextRun(String resource, String words, int code) {
		int before = room.simulated().openWatches();
		room.faults().fail(100, "list", resource, code);
		Run run = TestRuns.run(TestRuns.name("here", "iris"), room.time());

		try (ResourceWatch watch = room.cluster().watch(run)) {
			assertThat(watch.ready()).succeedsWithin(PATIENCE)
				.satisfies(why -> assertThat(why).hasValueSatisfying(
						text -> assertThat(text).startsWith(words + " in namespace here cannot be watched: ")
							.doesNotContain("null")));
			assertThat(watch.trouble()).isNotNull();
		}

		room.faults().clear();
		room.create("here", "iris").awaitAvailable();
		// The healthy watches of the broken set are closed without waiting for it to be
		// idle.
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(room.simulated().openWatches())
				.isEqualTo(before + NamespaceWatchesTests.KINDS.size()));
	}

	@Test
	void reportsKindThatCanBeListedButNotWatchedToLaterRuns() {
		room.faults().fail(100, "watch", "pods", 403);

		room.watch("here", "one");

		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(room.watch("here", "two").reasons()).containsExactly("WatchFailed"));
		assertThat(room.faults().count("watch", "pods")).isEqualTo(1);
	}

	@Test
	void restartsForbiddenWatchForNextRun() {
		room.faults().fail(1, "watch", "seldondeployments", 403);
		Watched first = room.watch("here", "one");
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(first.watch().trouble()).contains("seldondeployments", "forbidden"));

		Watched second = room.create("here", "two");

		second.awaitAvailable();
	}

	@Test
	void unavailableApiServerIsRetried() {
		room.faults().fail(2, "list", "*", 503);
		room.faults().fail(1, "watch", "*", 500);
		Run run = TestRuns.run(TestRuns.name("here", "iris"), room.time());

		ResourceWatch watch = room.cluster().watch(run);
		await().atMost(PATIENCE).until(() -> {
			room.time().advance(Duration.ofSeconds(1));
			return watch.ready().isDone();
		});

		assertThat(watch.ready()).isCompletedWithValue(Optional.empty());
		assertThat(watch.trouble()).isNull();
	}

}
