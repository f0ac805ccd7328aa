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

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final TestCluster cluster = new TestCluster();

	@AfterEach
	void close() {
		cluster.close();
	}

	@ParameterizedTest
	@CsvSource({ "pods,Pods", "replicasets,ReplicaSets", "events,Events", "services,Services",
			"horizontalpodautoscalers,HorizontalPodAutoscalers", "poddisruptionbudgets,PodDisruptionBudgets",
			"persistentvolumeclaims,PersistentVolumeClaims" })
	void continuesWithoutOptionalKinds(String resource, String words) {
		cluster.faults().fail(100, "list", resource, 403);

		Watched watched = cluster.create("here", "iris");

		watched.awaitAvailable();
		assertThat(watched.watch().currentError()).isNull();
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
		cluster.faults().fail(100, "list", "pods", 403);

		cluster.watch("here", "one").awaitReason("WatchFailed");
		cluster.watch("here", "two").awaitReason("WatchFailed");
		assertThat(cluster.faults().count("list", "pods")).isEqualTo(1);
	}

	@Test
	void ignoresUnknownOptionalKind() {
		Watched watched = cluster.create("here", "iris");

		watched.awaitAvailable();

		// The simulated API server has no ScaledObjects.
		assertThat(watched.reasons()).doesNotContain("WatchFailed");
	}

	@Test
	void doesNotWaitForOptionalKinds() {
		cluster.faults().fail(100, "list", "services", 500);

		Watched watched = cluster.watch("here", "iris");

		watched.awaitReason("WatchFailed");
		assertThat(TestRuns.timeline(watched.run())).singleElement()
			.satisfies(seen -> assertThat(seen.message())
				.startsWith("Services in namespace here cannot be watched yet; the service retries: "));
	}

	@Test
	void doesNotReportKindThatCanBeWatchedAgain() {
		cluster.faults().fail(1, "list", "services", 500);
		cluster.watch("here", "one");
		await().atMost(TIMEOUT).until(() -> cluster.faults().count("watch", "services") == 1);

		await().atMost(TIMEOUT).untilAsserted(() -> assertThat(cluster.watch("here", "two").reasons()).isEmpty());
	}

	@ParameterizedTest
	@CsvSource({ "seldondeployments,SeldonDeployments,403", "deployments,Deployments,403",
			"seldondeployments,SeldonDeployments,404", "seldondeployments,SeldonDeployments,401" })
	void reportsReasonAndStartsNewWatchesForNextRun(String resource, String words, int code) {
		int before = cluster.simulated().openWatches();
		cluster.faults().fail(100, "list", resource, code);
		Run run = TestRuns.run(TestRuns.name("here", "iris"), cluster.time());

		try (ResourceWatch watch = cluster.cluster().watch(run)) {
			assertThat(watch.ready()).succeedsWithin(TIMEOUT)
				.satisfies(why -> assertThat(why).hasValueSatisfying(
						text -> assertThat(text).startsWith(words + " in namespace here cannot be watched: ")
							.doesNotContain("null")));
			assertThat(watch.currentError()).isNotNull();
		}

		cluster.faults().clear();
		cluster.create("here", "iris").awaitAvailable();
		// The other watches of the first set are closed at once, not only when the
		// namespace is idle.
		await().atMost(TIMEOUT)
			.untilAsserted(() -> assertThat(cluster.simulated().openWatches())
				.isEqualTo(before + NamespaceWatchesTests.KINDS.size()));
	}

	@Test
	void reportsKindThatCanBeListedButNotWatchedToLaterRuns() {
		cluster.faults().fail(100, "watch", "pods", 403);

		cluster.watch("here", "one");

		await().atMost(TIMEOUT)
			.untilAsserted(() -> assertThat(cluster.watch("here", "two").reasons()).containsExactly("WatchFailed"));
		assertThat(cluster.faults().count("watch", "pods")).isEqualTo(1);
	}

	@Test
	void restartsForbiddenWatchForNextRun() {
		cluster.faults().fail(1, "watch", "seldondeployments", 403);
		Watched first = cluster.watch("here", "one");
		await().atMost(TIMEOUT)
			.untilAsserted(() -> assertThat(first.watch().currentError()).contains("seldondeployments", "forbidden"));

		Watched second = cluster.create("here", "two");

		second.awaitAvailable();
	}

	@Test
	void unavailableApiServerIsRetried() {
		cluster.faults().fail(2, "list", "*", 503);
		cluster.faults().fail(1, "watch", "*", 500);
		Run run = TestRuns.run(TestRuns.name("here", "iris"), cluster.time());

		ResourceWatch watch = cluster.cluster().watch(run);
		await().atMost(TIMEOUT).until(() -> {
			cluster.time().advance(Duration.ofSeconds(1));
			return watch.ready().isDone();
		});

		assertThat(watch.ready()).isCompletedWithValue(Optional.empty());
		assertThat(watch.currentError()).isNull();
	}

}
