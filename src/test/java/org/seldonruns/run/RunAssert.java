package org.seldonruns.run;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/** Says in the words of the domain what is expected of a run. */
public final class RunAssert extends AbstractAssert<RunAssert, RunSnapshot> {

	private RunAssert(@Nullable RunSnapshot actual) {
		super(actual, RunAssert.class);
	}

	public static RunAssert assertThat(@Nullable RunSnapshot actual) {
		return new RunAssert(actual);
	}

	public RunAssert hasStatus(RunStatus status) {
		Assertions.assertThat(run().status()).as("status of %s", steps()).isEqualTo(status);
		return this;
	}

	/** It is over, every step ended well, and exactly these did what they are for. */
	public RunAssert completedInOrder(StepName... steps) {
		hasStatus(RunStatus.SUCCEEDED);
		Assertions.assertThat(run().failure()).as("failure").isEmpty();
		return succeeded(steps);
	}

	/** Exactly these steps did what they are for. */
	public RunAssert succeeded(StepName... steps) {
		Assertions.assertThat(namesOf(StepStatus.SUCCEEDED)).as("succeeded of %s", steps()).containsExactly(steps);
		return this;
	}

	/** Exactly these steps were left out. */
	public RunAssert skipped(StepName... steps) {
		Assertions.assertThat(namesOf(StepStatus.SKIPPED)).as("skipped of %s", steps()).containsExactly(steps);
		return this;
	}

	/** It failed, and this step is the one that counts. */
	public RunAssert failedAt(StepName step) {
		hasStatus(RunStatus.FAILED);
		Assertions.assertThat(run().failure().map(Failure::step)).as("failed step of %s", steps()).contains(step);
		return this;
	}

	/** Its failure has this cause. */
	public RunAssert because(Cause cause) {
		return hasCause(run().failure(), "failure", cause);
	}

	/** Somebody stopped it at this step. */
	public RunAssert cancelledAt(StepName step) {
		hasStatus(RunStatus.CANCELLED);
		Assertions.assertThat(namesOf(StepStatus.CANCELLED)).as("cancelled of %s", steps()).first().isEqualTo(step);
		return hasCause(run().failure(), "failure", Cause.CANCELLED);
	}

	/** What it created is gone. */
	public RunAssert cleanedUp() {
		Assertions.assertThat(run().step(StepName.DELETE).status()).as("DELETE").isEqualTo(StepStatus.SUCCEEDED);
		Assertions.assertThat(run().cleanup()).as("cleanup").isEmpty();
		return this;
	}

	/** What it created could not be removed, and that is not why the run failed. */
	public RunAssert notCleanedUpBecause(Cause cause) {
		return hasCause(run().cleanup(), "cleanup", cause);
	}

	/** Its steps took so long together. */
	public RunAssert took(@Nullable Duration duration) {
		Assertions.assertThat(run().duration()).as("duration").isEqualTo(duration);
		return this;
	}

	private RunAssert hasCause(Optional<Failure> failure, String what, Cause cause) {
		Assertions.assertThat(failure.map(found -> found.diagnosis().cause())).as(what).contains(cause);
		return this;
	}

	private RunSnapshot run() {
		isNotNull();
		return Objects.requireNonNull(actual);
	}

	private List<String> steps() {
		return run().steps().stream().map(step -> step.name() + " " + step.status()).toList();
	}

	private List<StepName> namesOf(StepStatus status) {
		return run().steps().stream().filter(step -> step.status() == status).map(Step::name).toList();
	}

}
