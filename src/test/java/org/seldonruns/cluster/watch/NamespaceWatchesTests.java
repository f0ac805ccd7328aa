package org.seldonruns.cluster.watch;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.seldonruns.cluster.TestRuns;
import org.seldonruns.cluster.adapter.TestCluster.Watched;
import org.seldonruns.cluster.adapter.TestCluster;
import org.seldonruns.simulation.Faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(120)
class NamespaceWatchesTests {

	static final List<String> KINDS = List.of("seldondeployments", "deployments", "replicasets", "pods", "events",
			"services", "horizontalpodautoscalers", "poddisruptionbudgets", "persistentvolumeclaims");

	private final TestCluster cluster = new TestCluster();

	@AfterEach
	void close() {
		cluster.close();
	}

	@Test
	void twoRunsOfANamespaceShareOneSetOfWatches() {
		cluster.watch("here", "one");
		cluster.watch("here", "two");

		assertThat(cluster.faults().requests()).extracting(Faults.Request::namespace).containsOnly("here");
		await().untilAsserted(() -> assertThat(watchesAsked()).isEqualTo(KINDS.size()));
		for (String kind : KINDS) {
			assertThat(cluster.faults().count("watch", kind)).as("watches of %s", kind).isEqualTo(1);
			assertThat(cluster.faults().count("list", kind)).as("lists of %s", kind).isEqualTo(1);
		}
	}

	@Test
	void twoNamespacesHaveWatchesOfTheirOwn() {
		cluster.watch("here", "one");
		cluster.watch("there", "one");

		await().untilAsserted(() -> assertThat(watchesAsked()).isEqualTo(2L * KINDS.size()));
	}

	@Test
	void stopsWatchesThatHaveBeenIdleAndStartsThemAgain() {
		int before = cluster.simulated().openWatches();
		cluster.watch("here", "one").watch().close();
		await().until(() -> cluster.simulated().openWatches() == before + KINDS.size());

		cluster.time().advance(TestCluster.IDLE);

		await().untilAsserted(() -> assertThat(cluster.simulated().openWatches()).isEqualTo(before));
		assertThat(cluster.time().pendingActions()).isZero();
		Watched again = cluster.create("here", "two");
		again.awaitAvailable();
		await().until(() -> watchesAsked() == 2L * KINDS.size());
	}

	@Test
	void keepsWatchesForRunThatJoinsBeforeIdleTimeEnds() {
		cluster.watch("here", "one").watch().close();
		cluster.time().advance(TestCluster.IDLE.minusSeconds(1));

		Watched second = cluster.watch("here", "two");
		cluster.time().advance(TestCluster.IDLE);

		second.watch().bind(second.create());
		second.awaitAvailable();
		await().untilAsserted(() -> assertThat(watchesAsked()).isEqualTo(KINDS.size()));
	}

	@Test
	void countsTheIdleTimeFromTheLastRunOnly() {
		cluster.watch("here", "one").watch().close();
		cluster.time().advance(TestCluster.IDLE.minusSeconds(1));
		cluster.watch("here", "two").watch().close();

		cluster.time().advance(TestCluster.IDLE.minusSeconds(1));

		cluster.watch("here", "three");
		await().untilAsserted(() -> assertThat(watchesAsked()).isEqualTo(KINDS.size()));
	}

	@Test
	void closingEndsAllWatches() {
		int before = cluster.simulated().openWatches();
		cluster.watch("here", "one");
		cluster.watch("there", "two");

		cluster.watches().close();

		await().untilAsserted(() -> assertThat(cluster.simulated().openWatches()).isEqualTo(before));
	}

	@Test
	void closingWhileStartingLeavesNothingBehind() {
		int before = cluster.simulated().openWatches();
		for (int i = 0; i < 5; i++) {
			cluster.cluster().watch(TestRuns.run(TestRuns.name("here-" + i, "one"), cluster.time()));
		}

		cluster.closesCluster();

		// What was under way comes to its end only now.
		await().during(Duration.ofMillis(500))
			.untilAsserted(() -> assertThat(cluster.simulated().openWatches()).isEqualTo(before));
		assertThat(cluster.time().pendingActions()).isZero();
	}

	private long watchesAsked() {
		return cluster.faults().count("watch", "*");
	}

}
