package org.seldonruns.lifecycle.kept;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.seldonruns.lifecycle.FakeCluster;
import org.seldonruns.lifecycle.Sample;
import org.seldonruns.lifecycle.Stage;
import org.seldonruns.run.Cause;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.RunStatus;
import org.seldonruns.run.StepStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seldonruns.run.RunAssert.assertThat;
import static org.seldonruns.run.StepName.AWAIT_READY;
import static org.seldonruns.run.StepName.CREATE;
import static org.seldonruns.run.StepName.DELETE;

class KeptRunsTests {

	private static final Duration KEPT = Duration.ofMinutes(30);

	private final Stage stage = Stage.keeping(KEPT);

	@Test
	void keepsResourceOfFailedRunUntilTimeIsUp() {
		RunSnapshot run = failsAndIsKept();
		Instant until = Objects.requireNonNull(run.step(AWAIT_READY).finishedAt()).plus(KEPT);
		assertThat(run.keptUntil()).isEqualTo(until);
		assertThat(run.step(DELETE).status()).isEqualTo(StepStatus.SKIPPED);
		assertThat(Stage.detail(run, DELETE)).isEqualTo("kept until " + until);
		assertThat(run.finishedAt()).isEqualTo(run.step(AWAIT_READY).finishedAt());
		assertThat(stage.cluster().calls()).contains("keep iris until " + until);

		stage.passes(KEPT.minusMillis(1));
		assertThat(stage.cluster().calls("delete")).isZero();
		stage.cluster().findsWhatItCreated();
		stage.passes(Duration.ofMillis(1));

		awaitReleased();
		assertThat(stage.cluster().calls("delete iris " + Sample.UID)).isOne();
		nothingIsLeft();
	}

	@Test
	void deletesAtOnceOnRequest() {
		failsAndIsKept();
		stage.cluster().findsWhatItCreated();

		stage.engine().keptRuns.remove(stage.run().id());

		assertThat(stage.run().isKept()).isFalse();
		Awaitility.await().untilAsserted(() -> assertThat(stage.cluster().calls("delete iris")).isOne());
		nothingIsLeft();
		stage.engine().keptRuns.remove(stage.run().id());
		assertThat(stage.cluster().calls("delete iris")).isOne();
	}

	@Test
	void releasesAResourceThatAnotherClientDeleted() {
		failsAndIsKept();

		stage.watch().shows(Sample.gone());

		awaitReleased();
		assertThat(stage.cluster().calls("delete")).isZero();
		nothingIsLeft();
	}

	@Test
	void keepsResourceWhenServiceStops() {
		failsAndIsKept();

		stage.engine().keptRuns.close();

		nothingIsLeft();
		assertThat(stage.cluster().calls("delete")).isZero();
		assertThat(stage.run().isKept()).isTrue();
	}

	@Test
	void deletesAResourceThatCannotBeKept() {
		stage.cluster().onKeep(FakeCluster.rejected(403, "Forbidden", "no"));
		stage.runsUpTo(AWAIT_READY);
		stage.passes(Stage.TIMEOUT);

		RunSnapshot run = stage.ends();

		assertThat(run).failedAt(AWAIT_READY).because(Cause.TIMED_OUT).succeeded(CREATE, DELETE);
		assertThat(run.keptUntil()).isNull();
	}

	@Test
	void keepsNothingOfARunThatWasCancelled() {
		stage.runsUpTo(AWAIT_READY);
		stage.cancels();

		assertThat(stage.ends()).cancelledAt(AWAIT_READY).cleanedUp();
		assertThat(stage.cluster().calls("keep")).isZero();
	}

	@Test
	void keepsNothingOfARunThatCreatedNothing() {
		stage.cluster().onCreate(FakeCluster.rejected(403, "Forbidden", "no"));

		assertThat(stage.runsToTheEnd()).failedAt(CREATE);
		assertThat(stage.cluster().calls("keep")).isZero();
	}

	@Test
	void keepsNothingOfARunThatSucceeded() {
		stage.runsUpTo(DELETE);
		stage.watch().shows(Sample.gone());

		assertThat(stage.ends().status()).isEqualTo(RunStatus.SUCCEEDED);
		assertThat(stage.cluster().calls("keep")).isZero();
	}

	private RunSnapshot failsAndIsKept() {
		stage.runsUpTo(AWAIT_READY);
		stage.passes(Stage.TIMEOUT);
		RunSnapshot run = stage.isOver();
		assertThat(run).failedAt(AWAIT_READY).because(Cause.TIMED_OUT);
		assertThat(stage.run().isKept()).isTrue();
		// The retries run on another thread.
		Awaitility.await().until(() -> stage.pendingActions() == 1);
		return run;
	}

	private void awaitReleased() {
		Awaitility.await().untilAsserted(() -> assertThat(stage.run().isKept()).isFalse());
	}

	private void nothingIsLeft() {
		Awaitility.await().untilAsserted(() -> assertThat(stage.cluster().calls("leave")).isEqualTo(2));
		assertThat(stage.pendingActions()).isZero();
		assertThat(List.of(stage.watch().awaited())).containsOnly(0L);
	}

}
