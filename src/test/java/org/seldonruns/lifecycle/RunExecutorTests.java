package org.seldonruns.lifecycle;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.seldonruns.run.Cause;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.RunStatus;
import org.seldonruns.run.Step;
import org.seldonruns.run.StepName;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seldonruns.lifecycle.FakeCluster.accepted;
import static org.seldonruns.run.RunAssert.assertThat;
import static org.seldonruns.run.StepName.AWAIT_READY;
import static org.seldonruns.run.StepName.AWAIT_SCALED;
import static org.seldonruns.run.StepName.CREATE;
import static org.seldonruns.run.StepName.DELETE;
import static org.seldonruns.run.StepName.SCALE;
import static org.seldonruns.run.StepStatus.CANCELLED;
import static org.seldonruns.run.StepStatus.SUCCEEDED;

/** The life of a run as a whole. */
@ExtendWith(OutputCaptureExtension.class)
class RunExecutorTests {

	private final Stage stage = new Stage();

	private final FakeCluster cluster = stage.cluster();

	@Test
	void executesAllSteps() {
		stage.runsUpTo(AWAIT_READY);
		stage.watch().shows(Sample.single().availableWith(1).seen());
		stage.waitsIn(AWAIT_SCALED);
		cluster.deletesSlowly();
		stage.watch().shows(Sample.single().generation(2).availableWith(2).seen());
		stage.waitsIn(DELETE);
		stage.watch().shows(Sample.gone());
		RunSnapshot run = stage.ends();
		assertThat(run).completedInOrder(CREATE, AWAIT_READY, SCALE, AWAIT_SCALED, DELETE);
		assertThat(run.steps()).extracting(Step::detail)
			.containsExactly("created iris", "1 of 1 ready after 0.0 s; iris-default-0-classifier has 1",
					"set /spec/replicas to 2", "2 of 2 ready after 0.0 s; iris-default-0-classifier 1 → 2",
					"deleted iris; all objects were gone after 0.0 s");
		assertThat(run.uid()).isEqualTo(Sample.UID);
		assertThat(run.components()).containsExactly(Stage.component(1, 2));
		assertThat(cluster.calls()).containsExactly("watch", "create iris", "bind uid-1",
				"scale iris [/spec/replicas to 2]", "delete iris uid-1", "leave");
	}

	@Test
	void doesNotStartACancelledRun() {
		stage.cancels();
		RunSnapshot run = stage.runsToTheEnd();
		assertThat(run.status()).isEqualTo(RunStatus.CANCELLED);
		assertThat(run.startedAt()).isNull();
		assertThat(Stage.detail(run, CREATE)).isEqualTo("cancelled on request");
		assertThat(cluster.calls()).isEmpty();
	}

	@Test
	void doesNotBeginTheStepBeforeWhichItWasCancelled() {
		cluster.onScale(() -> {
			stage.cancels();
			return accepted(Sample.single().generation(2).resource());
		});
		stage.watch().shows(Sample.single().availableWith(1).seen());
		RunSnapshot run = stage.runsToTheEnd();
		assertThat(run).cancelledAt(AWAIT_SCALED).succeeded(CREATE, AWAIT_READY, SCALE, DELETE).skipped();
		assertThat(run.step(AWAIT_SCALED).startedAt()).isNull();
	}

	@Test
	void skipsTheStepsAfterAFailure() {
		stage.runsUpTo(AWAIT_READY);
		stage.passes(Stage.TIMEOUT);
		RunSnapshot run = stage.ends();
		assertThat(run).failedAt(AWAIT_READY).succeeded(CREATE, DELETE).skipped(SCALE, AWAIT_SCALED);
		assertThat(Stage.detail(run, SCALE)).isEqualTo("AWAIT_READY failed");
		assertThat(Stage.detail(run, AWAIT_SCALED)).isEqualTo("AWAIT_READY failed");
		assertThat(run.duration()).isEqualTo(Stage.TIMEOUT);
	}

	@Test
	void givesEachStepItsOwnTime() {
		stage.runsUpTo(AWAIT_READY);
		stage.passes(Stage.TIMEOUT.minusMillis(1));
		stage.watch().shows(Sample.single().availableWith(1).seen());
		stage.waitsIn(AWAIT_SCALED);
		stage.passes(Stage.TIMEOUT.minusMillis(1));
		stage.waitsIn(AWAIT_SCALED);
		stage.watch().shows(Sample.single().generation(2).availableWith(2).seen());
		assertThat(stage.ends().status()).isEqualTo(RunStatus.SUCCEEDED);
	}

	@Test
	void deletesTheResourceAfterAnUnexpectedException(CapturedOutput output) {
		cluster.onScale(() -> {
			throw new IllegalStateException("a bug of ours");
		});
		stage.watch().shows(Sample.single().availableWith(1).seen());
		RunSnapshot run = stage.runsToTheEnd();
		assertThat(run).failedAt(SCALE).succeeded(CREATE, AWAIT_READY, DELETE).skipped(AWAIT_SCALED);
		internalError(run, SCALE, output, "Step SCALE failed unexpectedly (error id ", "a bug of ours");
		assertThat(cluster.calls()).endsWith("delete iris uid-1", "leave");
	}

	@Test
	void deletesTheResourceAfterAnError(CapturedOutput output) {
		cluster.onScale(() -> {
			throw new StackOverflowError("a bug of ours");
		});
		stage.watch().shows(Sample.single().availableWith(1).seen());
		RunSnapshot run = stage.runsToTheEnd();
		internalError(run, SCALE, output, "Step SCALE failed unexpectedly (error id ", "a bug of ours");
		assertThat(run.step(DELETE).status()).isEqualTo(SUCCEEDED);
	}

	@Test
	void looksForTheResourceAfterAnExceptionInCreate(CapturedOutput output) {
		cluster.onCreate(() -> {
			throw new IllegalStateException("a bug of ours");
		});
		RunSnapshot run = stage.runsToTheEnd();
		internalError(run, CREATE, output, "Step CREATE failed unexpectedly (error id ", "a bug of ours");
		assertThat(cluster.calls()).containsExactly("watch", "create iris", "find iris", "leave");
	}

	@Test
	void endsAfterAnExceptionInDelete(CapturedOutput output) {
		stage.runsUpTo(AWAIT_READY);
		cluster.onDelete(() -> {
			throw new IllegalStateException("a bug of ours");
		});
		stage.cancels();
		RunSnapshot run = stage.ends();
		assertThat(run.status()).isEqualTo(RunStatus.CANCELLED);
		assertThat(run.cleanup()).isPresent();
		assertThat(output).contains("Step DELETE failed unexpectedly");
	}

	@Test
	void endsAfterAnExceptionInTheWatch(CapturedOutput output) {
		cluster.onWatch(run -> {
			throw new IllegalStateException("a bug of ours");
		});
		RunSnapshot run = stage.runsToTheEnd();
		assertThat(run).failedAt(CREATE).succeeded().skipped(AWAIT_READY, SCALE, AWAIT_SCALED, DELETE);
		internalError(run, CREATE, output, "Run failed unexpectedly (error id ", "a bug of ours");
		assertThat(cluster.calls()).containsExactly("watch");
	}

	private static void internalError(RunSnapshot run, StepName step, CapturedOutput output, String... logged) {
		assertThat(Stage.failure(run).step()).isEqualTo(step);
		assertThat(Stage.failure(run).diagnosis().cause()).isEqualTo(Cause.INTERNAL_ERROR);
		String explanation = Stage.failure(run).diagnosis().explanation();
		assertThat(explanation)
			.startsWith("the service failed unexpectedly; its log has the details under the error id ")
			.doesNotContain("a bug of ours");
		String id = explanation.substring(explanation.lastIndexOf(' ') + 1);
		assertThat(output.getAll()).contains(List.of(logged)).contains(logged[0] + id);
	}

}
