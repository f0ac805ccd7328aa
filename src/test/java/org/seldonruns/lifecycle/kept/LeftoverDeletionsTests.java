package org.seldonruns.lifecycle.kept;

import java.time.Duration;
import java.util.Optional;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.seldonruns.lifecycle.FakeCluster;
import org.seldonruns.lifecycle.Sample;
import org.seldonruns.run.RunId;
import org.seldonruns.run.request.ResourceName;
import org.seldonruns.time.ManualTimekeeper;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class LeftoverDeletionsTests {

	private static final ResourceName NAME = new ResourceName("seldon", "machinelearning.seldon.io/v1",
			"SeldonDeployment", "iris");

	private final ManualTimekeeper timekeeper = new ManualTimekeeper();

	private final FakeCluster cluster = new FakeCluster();

	private final LeftoverDeletions removals = new LeftoverDeletions(cluster, timekeeper);

	private final RunId run = RunId.next();

	private final Thread thread = Thread.ofVirtual().unstarted(() -> removals.remove(NAME, run));

	@AfterEach
	void close() {
		removals.close();
		timekeeper.advance(Duration.ofHours(1));
	}

	@Test
	void deletesTheResourceByItsUid(CapturedOutput output) {
		cluster.findsWhatItCreated();
		removals.remove(NAME, run);
		assertThat(cluster.calls()).containsExactly("find iris", "delete iris " + Sample.UID);
		assertThat(output)
			.contains("Deleted SeldonDeployment seldon/iris with uid " + Sample.UID + " after the end of run " + run);
	}

	@Test
	void ignoresResourcesOfOtherRuns() {
		cluster.onFindCreated(FakeCluster.accepted(Optional.empty()));
		removals.remove(NAME, run);
		assertThat(cluster.calls()).containsExactly("find iris");
	}

	@Test
	void endsIfTheResourceIsAlreadyGone() {
		cluster.findsWhatItCreated();
		cluster.onDelete(FakeCluster.rejected(404, "NotFound", "gone"));
		removals.remove(NAME, run);
		cluster.findsWhatItCreated();
		cluster.onDelete(FakeCluster.rejected(409, "Conflict", "another uid"));
		removals.remove(NAME, run);
		assertThat(cluster.calls("delete")).isEqualTo(2);
	}

	@Test
	void retriesAfterAnUnexpectedException(CapturedOutput output) {
		cluster.failsToFind();
		cluster.findsWhatItCreated();
		thread.start();
		Awaitility.await().until(() -> timekeeper.pendingActions() > 0);

		timekeeper.advance(Duration.ofMinutes(1));

		Awaitility.await().untilAsserted(() -> assertThat(cluster.calls("delete")).isOne());
		assertThat(output).contains("Failed to delete the resource of run " + run + "; retrying in 1 minute");
	}

	@Test
	void retriesWhileClusterIsUnavailable() {
		for (int i = 0; i < 30; i++) {
			cluster.onFindCreated(FakeCluster.unavailable("connection refused"));
		}
		cluster.findsWhatItCreated();
		cluster.onDelete(FakeCluster.unavailable("connection reset"));
		thread.start();
		Awaitility.await().until(() -> {
			timekeeper.advance(Duration.ofSeconds(5));
			return !thread.isAlive();
		});
		assertThat(cluster.calls("find")).isEqualTo(31);
		assertThat(cluster.calls("delete")).isEqualTo(2);
	}

	@Test
	void retriesAfterARejection(CapturedOutput output) {
		cluster.onFindCreated(FakeCluster.rejected(403, "Forbidden", "may not get"));
		cluster.findsWhatItCreated();
		cluster.onDelete(FakeCluster.rejected(403, "Forbidden", "may not delete"));
		cluster.findsWhatItCreated();
		thread.start();
		Awaitility.await().until(() -> {
			timekeeper.advance(Duration.ofMinutes(1));
			return !thread.isAlive();
		});
		assertThat(cluster.calls()).containsExactly("find iris", "find iris", "delete iris " + Sample.UID, "find iris",
				"delete iris " + Sample.UID);
		assertThat(output).contains("Cannot delete SeldonDeployment", ": may not get", ": may not delete");
	}

	@Test
	void runsOneRemovalAtATime() {
		cluster.onFindCreated(FakeCluster.unavailable("connection refused"));
		thread.start();
		Awaitility.await().untilAsserted(() -> assertThat(cluster.calls()).hasSize(1));
		removals.remove(NAME, run);
		assertThat(cluster.calls()).hasSize(1);
	}

	@Test
	void endsWithTheService() throws InterruptedException {
		cluster.onFindCreated(FakeCluster.unavailable("connection refused"));
		thread.start();
		Awaitility.await().until(() -> timekeeper.pendingActions() > 0);
		removals.close();
		assertThat(thread.join(Duration.ofSeconds(60))).isTrue();
		assertThat(timekeeper.pendingActions()).isZero();
	}

}
