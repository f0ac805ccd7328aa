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

	private final TestCluster room = new TestCluster();

	@AfterEach
	void close() {
		room.close();
	}

	@Test
	void twoRunsOfANamespaceShareOneSetOfWatches() {
		room.watch("here", "one");
		room.watch("here", "two");

		assertThat(room.faults().requests()).extracting(Faults.Request::namespace).containsOnly("here");
		await().untilAsserted(() -> assertThat(watchesAsked()).isEqualTo(KINDS.size()));
		for (String kind : KINDS) {
			assertThat(room.faults().count("watch", kind)).as("watches of %s", kind).isEqualTo(1);
			assertThat(room.faults().count("list", kind)).as("lists of %s", kind).isEqualTo(1);
		}
	}

	@Test
	void twoNamespacesHaveWatchesOfTheirOwn() {
		room.watch("here", "one");
		room.watch("there", "one");

		await().untilAsserted(() -> assertThat(watchesAsked()).isEqualTo(2L * KINDS.size()));
	}

	@Test
	void stopsWatchesThatHaveBeenIdleAndStartsThemAgain() {
		int before = room.simulated().openWatches();
		room.watch("here", "one").watch().close();
		await().until(() -> room.simulated().openWatches() == before + KINDS.size());

		room.time().advance(TestCluster.IDLE);

		await().untilAsserted(() -> assertThat(room.simulated().openWatches()).isEqualTo(before));
		assertThat(room.time().pendingActions()).isZero();
		Watched again = room.create("here", "two");
		again.awaitAvailable();
		await().until(() -> watchesAsked() == 2L * KINDS.size());
	}

	@Test
	void keepsWatchesForRunThatJoinsBeforeIdleTimeEnds() {
		room.watch("here", "one").watch().close();
		room.time().advance(TestCluster.IDLE.minusSeconds(1));

		Watched second = room.watch("here", "two");
		room.time().advance(TestCluster.IDLE);

		second.watch().bind(second.create());
		second.awaitAvailable();
		await().untilAsserted(() -> assertThat(watchesAsked()).isEqualTo(KINDS.size()));
	}

	@Test
	void countsTheIdleTimeFromTheLastRunOnly() {
		room.watch("here", "one").watch().close();
		room.time().advance(TestCluster.IDLE.minusSeconds(1));
		room.watch("here", "two").watch().close();

		room.time().advance(TestCluster.IDLE.minusSeconds(1));

		room.watch("here", "three");
		await().untilAsserted(() -> assertThat(watchesAsked()).isEqualTo(KINDS.size()));
	}

	@Test
	void closingEndsAllWatches() {
		int before = room.simulated().openWatches();
		room.watch("here", "one");
		room.watch("there", "two");

		room.watches().close();

		await().untilAsserted(() -> assertThat(room.simulated().openWatches()).isEqualTo(before));
	}

	@Test
	void closingWhileStartingLeavesNothingBehind() {
		int before = room.simulated().openWatches();
		for (int i = 0; i < 5; i++) {
			room.cluster().watch(TestRuns.run(TestRuns.name("here-" + i, "one"), room.time()));
		}

		room.closesCluster();

		// What was under way comes to its end only now.
		await().during(Duration.ofMillis(500))
			.untilAsserted(() -> assertThat(room.simulated().openWatches()).isEqualTo(before));
		assertThat(room.time().pendingActions()).isZero();
	}

	private long watchesAsked() {
		return room.faults().count("watch", "*");
	}

}
