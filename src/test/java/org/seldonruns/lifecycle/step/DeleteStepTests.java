package org.seldonruns.lifecycle.step;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seldonruns.cluster.ApiResponse;
import org.seldonruns.cluster.Cluster;
import org.seldonruns.lifecycle.FakeCluster;
import org.seldonruns.lifecycle.Sample;
import org.seldonruns.lifecycle.Stage;
import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.run.Failure;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.RunStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seldonruns.lifecycle.FakeCluster.accepted;
import static org.seldonruns.lifecycle.FakeCluster.rejected;
import static org.seldonruns.lifecycle.FakeCluster.unavailable;
import static org.seldonruns.run.RunAssert.assertThat;
import static org.seldonruns.run.StepName.AWAIT_READY;
import static org.seldonruns.run.StepName.AWAIT_SCALED;
import static org.seldonruns.run.StepName.CREATE;
import static org.seldonruns.run.StepName.DELETE;
import static org.seldonruns.run.StepName.SCALE;
import static org.seldonruns.run.StepStatus.FAILED;
import static org.seldonruns.run.StepStatus.SUCCEEDED;

class DeleteStepTests {

	private static final String[] WHOLE_LIFE = { "watch", "create iris", "bind uid-1",
			"scale iris [/spec/replicas to 2]", "delete iris uid-1", "leave" };

	private final Stage stage = new Stage();

	private final FakeCluster cluster = stage.cluster();

	@Test
	void waitsForAllOwnedObjects() {
		stage.runsUpTo(DELETE);
		stage.watch().shows(Sample.single().deleting().seen("Pod iris-1"));
		stage.waitsIn(DELETE);
		stage.watch().shows(Sample.gone("Pod iris-1"));
		stage.passes(Duration.ofMillis(1250));
		stage.waitsIn(DELETE);
		stage.watch().shows(Sample.gone());
		succeeded("deleted iris; all objects were gone after 1.3 s");
	}

	@Test
	void reportsTheOwnedObjects() {
		stage.runsUpTo(AWAIT_SCALED);
		cluster.deletesSlowly();
		stage.watch()
			.shows(Sample.single()
				.generation(2)
				.availableWith(2)
				.seen("Service iris", "Deployment iris-d", "Pod iris-1", "Pod iris-2"));
		stage.waitsIn(DELETE);
		stage.watch().shows(Sample.gone());
		succeeded("deleted iris with 1 Deployment, 2 Pods, 1 Service; all objects were gone after 0.0 s");
	}

	@Test
	void succeedsIfTheResourceWasReplaced() {
		stage.runsUpTo(DELETE);
		stage.watch().shows(Sample.replaced());
		succeeded("deleted iris; all objects were gone after 0.0 s");
	}

	@Test
	void cancellationDoesNotStopDeletion() {
		stage.runsUpTo(DELETE);
		stage.cancels();
		stage.waitsIn(DELETE);
		stage.watch().shows(Sample.gone());
		succeeded("deleted iris; all objects were gone after 0.0 s");
	}

	@ParameterizedTest
	@CsvSource({ "404, NotFound", "409, Conflict" })
	void succeedsIfTheResourceIsAlreadyDeleted(int code, String reason) {
		cluster.onDelete(() -> {
			stage.watch().shows(Sample.gone());
			return rejected(code, reason, "not there with that uid");
		});
		scalesAndEnds();
		succeeded("it was already deleted; all objects were gone after 0.0 s");
	}

	@Test
	void waitsForTheObjectsOfADeletedResource() {
		cluster.onDelete(() -> {
			stage.watch().shows(Sample.gone("Pod iris-1"));
			return rejected(404, "NotFound", "not found");
		});
		scalesAndEnds();
		stage.waitsIn(DELETE);
		stage.watch().shows(Sample.gone());
		succeeded("it was already deleted; all objects were gone after 0.0 s");
	}

	@Test
	void doesNotWaitForAResourceThatWasNeverSeen() {
		stage.starts();
		stage.waitsIn(AWAIT_READY);
		cluster.onDelete(rejected(404, "NotFound", "not found"));
		stage.cancels();
		assertThat(Stage.detail(stage.ends(), DELETE)).isEqualTo("it was already deleted");
	}

	@Test
	void failsIfTheDeletionIsRejected() {
		cluster.onDelete(rejected(403, "Forbidden", "cannot delete resource"));
		scalesAndEnds();
		failed(new Diagnosis(Cause.REFUSED, "the API server rejected the deletion: cannot delete resource",
				List.of("the API server responded with 403 Forbidden")));
	}

	@Test
	void namesTheFinalizersAndRemainingObjects() {
		stage.runsUpTo(DELETE);
		stage.watch()
			.shows(Sample.single().deleting().finalizers("example.org/hold").seen("Deployment iris-d", "Pod iris-p"));
		stage.passes(Stage.DELETE_TIMEOUT);
		failed(new Diagnosis(Cause.DELETION_BLOCKED,
				"not deleted after 30s: SeldonDeployment iris with finalizers [example.org/hold], "
						+ "Deployment iris-d, Pod iris-p",
				List.of("SeldonDeployment iris with finalizers [example.org/hold]", "Deployment iris-d",
						"Pod iris-p")));
	}

	@Test
	void namesResourceWithoutFinalizersOrOwnedObjects() {
		stage.runsUpTo(DELETE);
		stage.passes(Stage.DELETE_TIMEOUT.minusNanos(1));
		stage.waitsIn(DELETE);
		stage.passes(Duration.ofNanos(1));
		failed(new Diagnosis(Cause.DELETION_BLOCKED, "not deleted after 30s: SeldonDeployment iris",
				List.of("SeldonDeployment iris")));
	}

	@Test
	void namesRemainingObjectsOfDeletedResource() {
		stage.runsUpTo(DELETE);
		stage.watch().shows(Sample.gone("ReplicaSet iris-r", "Pod iris-p"));
		stage.passes(Stage.DELETE_TIMEOUT);
		failed(new Diagnosis(Cause.DELETION_BLOCKED, "not deleted after 30s: ReplicaSet iris-r, Pod iris-p",
				List.of("ReplicaSet iris-r", "Pod iris-p")));
	}

	@Test
	void reportsUnreachableClusterInsteadOfBlockedDeletion() {
		stage.runsUpTo(DELETE);
		stage.watch().hasError("connection refused");
		stage.passes(Stage.DELETE_TIMEOUT);
		failed(new Diagnosis(Cause.CLUSTER_UNREACHABLE, "the deletion is unconfirmed after 30s: connection refused",
				List.of("connection refused")));
	}

	@Test
	void deletionObservedAtTimeoutCounts() {
		stage.runsUpTo(DELETE);
		stage.watch().showsSilently(Sample.gone());
		stage.passes(Stage.DELETE_TIMEOUT);
		succeeded("deleted iris; all objects were gone after 30.0 s");
	}

	@Test
	void retriesAfterRetryAfter() {
		cluster.onDelete(new ApiResponse.Unavailable<>("429 Too Many Requests", Duration.ofSeconds(7)),
				unavailable("connection reset"));
		scalesAndEnds();
		stage.waitsIn(DELETE);
		stage.passes(Duration.ofMillis(6999));
		stage.waitsIn(DELETE);
		assertThat(cluster.calls("delete")).isOne();
		stage.passes(Duration.ofMillis(1));
		stage.waitsIn(DELETE);
		assertThat(cluster.calls("delete")).isEqualTo(2);
		stage.passes(Duration.ofSeconds(1));
		assertThat(stage.ends().status()).isEqualTo(RunStatus.SUCCEEDED);
		assertThat(cluster.calls("delete")).isEqualTo(3);
	}

	@Test
	void failsAtTimeoutWithoutResponse() {
		cluster.onDelete(new ApiResponse.Unavailable<Cluster.Deleted>("503 Service Unavailable", Duration.ofHours(1)));
		scalesAndEnds();
		stage.waitsIn(DELETE);
		stage.passes(Stage.DELETE_TIMEOUT);
		failed(new Diagnosis(Cause.CLUSTER_UNREACHABLE,
				"no attempt succeeded before the timeout: 503 Service Unavailable",
				List.of("503 Service Unavailable")));
	}

	@Test
	void failsIfLookupOfLostCreateIsForbidden() {
		cluster.onCreate(unavailable("connection reset"));
		cluster.onFindCreated(rejected(403, "Forbidden", "cannot get resource"));
		lostCreate();
		cleanup(Diagnosis.of(Cause.REFUSED,
				"it is unknown whether the resource was created, because the API server rejected the request to find it: cannot get resource"),
				"find iris");
	}

	@Test
	void failsIfLookupOfLostCreateTimesOut() {
		cluster.onCreate(unavailable("connection reset"));
		cluster.onFindCreated(new ApiResponse.Unavailable<>("503 Service Unavailable", Duration.ofHours(1)));
		lostCreate();
		stage.waitsIn(DELETE);
		stage.passes(Stage.DELETE_TIMEOUT);
		cleanup(new Diagnosis(Cause.CLUSTER_UNREACHABLE,
				"no attempt succeeded before the timeout: 503 Service Unavailable", List.of("503 Service Unavailable")),
				"find iris");
	}

	@Test
	void reportsUnobservedDeletionAfterLostCreate() {
		cluster.onCreate(unavailable("connection reset"));
		cluster.onFindCreated(accepted(Optional.of(Sample.single().resource())));
		cluster.deletesSlowly();
		lostCreate();
		stage.waitsIn(DELETE);
		stage.passes(Stage.DELETE_TIMEOUT);
		cleanup(new Diagnosis(Cause.DELETION_BLOCKED, "not deleted after 30s: the watch never reported the resource",
				List.of("the watch never reported the resource")), "find iris", "bind uid-1", "delete iris uid-1");
	}

	@Test
	void failureAfterFailedStepIsCleanup() {
		stage.runsUpTo(AWAIT_READY);
		cluster.onDelete(rejected(403, "Forbidden", "cannot delete resource"));
		stage.passes(Stage.TIMEOUT);
		RunSnapshot run = stage.ends();
		assertThat(run).failedAt(AWAIT_READY).succeeded(CREATE).skipped(SCALE, AWAIT_SCALED);
		assertThat(Stage.failure(run).diagnosis().cause()).isEqualTo(Cause.TIMED_OUT);
		assertThat(run.cleanup()).contains(new Failure(DELETE,
				new Diagnosis(Cause.REFUSED, "the API server rejected the deletion: cannot delete resource",
						List.of("the API server responded with 403 Forbidden"))));
	}

	private void scalesAndEnds() {
		stage.runsUpTo(AWAIT_SCALED);
		stage.watch().shows(Sample.single().generation(2).availableWith(2).seen());
	}

	private void lostCreate() {
		stage.starts();
		stage.waitsIn(CREATE);
		stage.cancels();
	}

	private void succeeded(String detail) {
		RunSnapshot run = stage.ends();
		assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
		assertThat(Stage.detail(run, DELETE)).isEqualTo(detail);
		assertThat(cluster.calls()).containsExactly(WHOLE_LIFE);
	}

	private void failed(Diagnosis diagnosis) {
		RunSnapshot run = stage.ends();
		assertThat(run.status()).isEqualTo(RunStatus.FAILED);
		assertThat(run.failure()).contains(new Failure(DELETE, diagnosis));
		assertThat(run.cleanup()).isEmpty();
		assertThat(cluster.calls()).containsExactly(WHOLE_LIFE);
	}

	private void cleanup(Diagnosis diagnosis, String... calls) {
		RunSnapshot run = stage.ends();
		assertThat(run).cancelledAt(CREATE).succeeded().skipped(AWAIT_READY, SCALE, AWAIT_SCALED);
		assertThat(run.cleanup()).contains(new Failure(DELETE, diagnosis));
		assertThat(cluster.calls()).startsWith("watch", "create iris")
			.containsSequence(calls)
			.endsWith("leave")
			.hasSize(3 + calls.length);
	}

}
