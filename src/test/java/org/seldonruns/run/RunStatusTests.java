package org.seldonruns.run;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.seldonruns.time.ManualTimekeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.seldonruns.run.SampleRuns.BLOCKED;
import static org.seldonruns.run.SampleRuns.TIMED_OUT;
import static org.seldonruns.run.SampleRuns.fail;
import static org.seldonruns.run.SampleRuns.skip;
import static org.seldonruns.run.SampleRuns.succeed;
import static org.seldonruns.run.StepName.AWAIT_READY;
import static org.seldonruns.run.StepName.AWAIT_SCALED;
import static org.seldonruns.run.StepName.AWAIT_UPDATED;
import static org.seldonruns.run.StepName.CREATE;
import static org.seldonruns.run.StepName.DELETE;
import static org.seldonruns.run.StepName.PREDICT;
import static org.seldonruns.run.StepName.PREDICT_SCALED;
import static org.seldonruns.run.StepName.PREDICT_UPDATED;
import static org.seldonruns.run.StepName.SCALE;
import static org.seldonruns.run.StepName.UPDATE;

/** Every way that a run can stand and end. */
class RunStatusTests {

	private final Run run = SampleRuns.withAllSteps(new ManualTimekeeper());

	@Test
	void isQueuedUntilItsFirstStepBegins() {
		RunAssert.assertThat(run.snapshot()).hasStatus(RunStatus.QUEUED);
		assertThat(run.snapshot().currentStep()).isEmpty();
		assertThat(run.isFinished()).isFalse();
	}

	@ParameterizedTest
	@EnumSource
	void isRunningDuringAndAfterEveryStepButTheLast(StepName step) {
		succeed(run, before(step));
		run.begin(step, null);
		RunAssert.assertThat(run.snapshot()).hasStatus(RunStatus.RUNNING);
		assertThat(run.snapshot().currentStep()).contains(step);

		run.succeed(step, "done");
		RunAssert.assertThat(run.snapshot()).hasStatus((step == DELETE) ? RunStatus.SUCCEEDED : RunStatus.RUNNING);
		assertThat(run.snapshot().currentStep()).isEmpty();
		assertThat(run.isFinished()).isEqualTo(step == DELETE);
	}

	@Test
	void succeedsWhenEveryStepDoes() {
		succeed(run, StepName.values());

		RunAssert.assertThat(run.snapshot()).completedInOrder(StepName.values()).skipped().cleanedUp();
	}

	@Test
	void succeedsWithSkippedSteps() {
		succeed(run, CREATE, AWAIT_READY, PREDICT);
		run.begin(SCALE, null);
		skip(run, SCALE, AWAIT_SCALED, PREDICT_SCALED, UPDATE, AWAIT_UPDATED, PREDICT_UPDATED);
		succeed(run, DELETE);

		RunAssert.assertThat(run.snapshot())
			.completedInOrder(CREATE, AWAIT_READY, PREDICT, DELETE)
			.skipped(SCALE, AWAIT_SCALED, PREDICT_SCALED, UPDATE, AWAIT_UPDATED, PREDICT_UPDATED)
			.cleanedUp();
	}

	@ParameterizedTest
	@EnumSource
	void failsWithTheFirstStepThatFails(StepName step) {
		succeed(run, before(step));
		fail(run, step, TIMED_OUT);
		finishAfter(step);

		RunAssert.assertThat(run.snapshot()).failedAt(step).because(Cause.TIMED_OUT);
		assertThat(run.snapshot().cleanup()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void isCancelledAtCancelledStep(StepName step) {
		succeed(run, before(step));
		run.begin(step, null);
		run.cancel(step, SampleRuns.CANCELLED);
		finishAfter(step);

		RunAssert.assertThat(run.snapshot()).cancelledAt(step);
		assertThat(run.snapshot().step(step).detail()).isEqualTo("cancelled on request");
	}

	@ParameterizedTest
	@EnumSource
	void isCancelledAtAStepThatHasNotBegun(StepName step) {
		succeed(run, before(step));
		run.cancel(step, SampleRuns.CANCELLED);
		finishAfter(step);

		RunAssert.assertThat(run.snapshot()).cancelledAt(step);
		assertThat(run.snapshot().step(step)).extracting(Step::startedAt, Step::duration).containsOnlyNulls();
	}

	@Test
	void isCancelledWhileQueuedWithoutHavingBegun() {
		run.cancelWhileQueued(SampleRuns.CANCELLED);

		RunAssert.assertThat(run.snapshot())
			.cancelledAt(CREATE)
			.skipped(AWAIT_READY, PREDICT, SCALE, AWAIT_SCALED, PREDICT_SCALED, UPDATE, AWAIT_UPDATED, PREDICT_UPDATED,
					DELETE)
			.took(null);
		assertThat(run.snapshot().startedAt()).isNull();
		assertThat(run.snapshot().finishedAt()).isNotNull();
		assertThat(run.snapshot().cleanup()).isEmpty();
	}

	@Test
	void isNotCancelledAsQueuedOnceItHasBegun() {
		run.begin(CREATE, null);
		RunSnapshot before = run.snapshot();

		assertThatIllegalStateException().isThrownBy(() -> run.cancelWhileQueued(SampleRuns.CANCELLED));
		assertThat(run.snapshot()).isEqualTo(before);
	}

	@Test
	void keepsTheFirstFailureWhenCleaningUpFailsToo() {
		succeed(run, CREATE);
		fail(run, AWAIT_READY, TIMED_OUT);
		skip(run, PREDICT, SCALE, AWAIT_SCALED, PREDICT_SCALED, UPDATE, AWAIT_UPDATED, PREDICT_UPDATED);
		fail(run, DELETE, BLOCKED);

		RunAssert.assertThat(run.snapshot())
			.failedAt(AWAIT_READY)
			.because(Cause.TIMED_OUT)
			.notCleanedUpBecause(Cause.DELETION_BLOCKED);
	}

	@Test
	void staysCancelledWhenCleaningUpFails() {
		succeed(run, CREATE, AWAIT_READY, PREDICT);
		run.begin(SCALE, null);
		run.cancel(SCALE, SampleRuns.CANCELLED);
		skip(run, AWAIT_SCALED, PREDICT_SCALED, UPDATE, AWAIT_UPDATED, PREDICT_UPDATED);
		fail(run, DELETE, BLOCKED);

		RunAssert.assertThat(run.snapshot()).cancelledAt(SCALE).notCleanedUpBecause(Cause.DELETION_BLOCKED);
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CREATE")
	void beginsNoStepBeforeItsTurn(StepName step) {
		run.begin(CREATE, null);
		RunSnapshot before = run.snapshot();

		assertThatIllegalStateException().isThrownBy(() -> run.begin(step, null)).withMessageContaining(step.name());
		assertThat(run.snapshot()).isEqualTo(before);
	}

	@Test
	void knowsFinalStatuses() {
		assertThat(RunStatus.values()).filteredOn(RunStatus::isTerminal)
			.containsExactly(RunStatus.SUCCEEDED, RunStatus.FAILED, RunStatus.CANCELLED);
	}

	private static StepName[] before(StepName step) {
		return Arrays.stream(StepName.values()).filter(earlier -> earlier.compareTo(step) < 0).toArray(StepName[]::new);
	}

	private void finishAfter(StepName step) {
		Arrays.stream(StepName.values()).filter(later -> later.compareTo(step) > 0).forEach(later -> skip(run, later));
	}

}
