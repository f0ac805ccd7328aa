package org.seldonruns.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class StepTests {

	private static final Instant BEGUN = Instant.parse("2026-11-22T06:41:05Z");

	private static final Instant ENDED = BEGUN.plusSeconds(3);

	private static final Duration TIMEOUT = Duration.ofMinutes(5);

	private static final Duration TOOK = Duration.ofSeconds(2);

	private static final Map<StepStatus, Map<Transition, StepStatus>> ALLOWED = Map.of(StepStatus.PENDING,
			Map.of(Transition.BEGIN, StepStatus.RUNNING, Transition.SKIP, StepStatus.SKIPPED, Transition.CANCEL,
					StepStatus.CANCELLED),
			StepStatus.RUNNING, Map.of(Transition.SUCCEED, StepStatus.SUCCEEDED, Transition.FAIL, StepStatus.FAILED,
					Transition.SKIP, StepStatus.SKIPPED, Transition.CANCEL, StepStatus.CANCELLED));

	static Stream<Arguments> transitions() {
		return Arrays.stream(StepStatus.values())
			.flatMap(from -> Arrays.stream(Transition.values()).map(transition -> arguments(from, transition)));
	}

	@ParameterizedTest
	@MethodSource("transitions")
	void rejectsInvalidTransitions(StepStatus from, Transition transition) {
		Step step = stepThatIs(from);
		StepStatus to = ALLOWED.getOrDefault(from, Map.of()).get(transition);

		if (to == null) {
			assertThatIllegalStateException().isThrownBy(() -> transition.apply(step))
				.withMessageContaining("CREATE is " + from);
		}
		else {
			assertThat(transition.apply(step).status()).isEqualTo(to);
			assertThat(transition.apply(step).name()).isEqualTo(StepName.CREATE);
		}
	}

	@Test
	void finishedStepKeepsItsStart() {
		Step failed = Transition.FAIL.apply(stepThatIs(StepStatus.RUNNING));

		assertThat(failed).isEqualTo(new Step(StepName.CREATE, StepStatus.FAILED, BEGUN, BEGUN.plus(TIMEOUT), ENDED,
				TOOK, SampleRuns.TIMED_OUT.explanation(), SampleRuns.TIMED_OUT));
	}

	@ParameterizedTest
	@EnumSource
	void diagnosisIsRequiredOnlyForUnsuccessfulSteps(StepStatus status) {
		Diagnosis wrong = status.isUnsuccessful() ? null : SampleRuns.TIMED_OUT;

		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Step(StepName.SCALE, status, BEGUN, null, ENDED, TOOK, "detail", wrong))
			.withMessageContaining("SCALE");
	}

	private static Step stepThatIs(StepStatus status) {
		Step pending = Step.pending(StepName.CREATE);
		Step running = Transition.BEGIN.apply(pending);
		return switch (status) {
			case PENDING -> pending;
			case RUNNING -> running;
			case SUCCEEDED -> Transition.SUCCEED.apply(running);
			case FAILED -> Transition.FAIL.apply(running);
			case SKIPPED -> Transition.SKIP.apply(pending);
			case CANCELLED -> Transition.CANCEL.apply(running);
		};
	}

	enum Transition {

		BEGIN, SUCCEED, FAIL, SKIP, CANCEL;

		private Step apply(Step step) {
			return switch (this) {
				case BEGIN -> step.begun(BEGUN, TIMEOUT);
				case SUCCEED -> step.succeeded(ENDED, TOOK, "done");
				case FAIL -> step.failed(ENDED, TOOK, SampleRuns.TIMED_OUT);
				case SKIP -> step.skipped(ENDED, null, "nothing to do");
				case CANCEL -> step.cancelled(ENDED, TOOK, SampleRuns.CANCELLED);
			};
		}

	}

}
