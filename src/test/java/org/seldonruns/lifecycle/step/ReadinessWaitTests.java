package org.seldonruns.lifecycle.step;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.seldonruns.lifecycle.Sample;
import org.seldonruns.lifecycle.Stage;
import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.run.Failure;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.RunStatus;
import org.seldonruns.run.Step;
import org.seldonruns.run.StepName;
import org.seldonruns.run.StepStatus;
import org.seldonruns.seldon.resource.ObservedState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seldonruns.run.StepName.AWAIT_READY;
import static org.seldonruns.run.StepName.AWAIT_SCALED;

/** The two steps that wait, as far as they are alike. */
class ReadinessWaitTests {

	private final Stage stage = new Stage();

	@ParameterizedTest
	@EnumSource(names = { "AWAIT_READY", "AWAIT_SCALED" })
	void failsIfAnotherClientDeletedTheResource(StepName step) {
		stage.runsUpTo(step);
		stage.watch().shows(Sample.gone("Pod left"));
		stage.watch().shows(Sample.gone());
		stage.waitsIn(step);
		stage.passes(Duration.ofSeconds(5));
		failed(step, new Diagnosis(Cause.DELETED_BY_ANOTHER, "another client deleted SeldonDeployment iris", List
			.of("SeldonDeployment iris with uid uid-1 is gone", "objects that it owned still exist: Pod left")));
	}

	@ParameterizedTest
	@EnumSource(names = { "AWAIT_READY", "AWAIT_SCALED" })
	void failsAtOnceIfAnotherClientReplacedTheResource(StepName step) {
		stage.runsUpTo(step);
		stage.watch().shows(Sample.replaced());
		failed(step,
				new Diagnosis(Cause.REPLACED_BY_ANOTHER,
						"another client deleted SeldonDeployment iris and created another one with the same name",
						List.of("SeldonDeployment iris with uid uid-1 is gone, and another resource has this name")));
	}

	@ParameterizedTest
	@EnumSource(names = { "AWAIT_READY", "AWAIT_SCALED" })
	void waitsForTheReplacementOfADeletedResource(StepName step) {
		stage.runsUpTo(step);
		stage.watch().shows(Sample.gone());
		stage.waitsIn(step);
		stage.passes(Duration.ofMillis(4900));
		stage.watch().shows(Sample.replaced());
		failed(step,
				new Diagnosis(Cause.REPLACED_BY_ANOTHER,
						"another client deleted SeldonDeployment iris and created another one with the same name",
						List.of("SeldonDeployment iris with uid uid-1 is gone, and another resource has this name")));
	}

	@ParameterizedTest
	@EnumSource(names = { "AWAIT_READY", "AWAIT_SCALED" })
	void failsAtOnceIfAnotherClientRequestedTheDeletion(StepName step) {
		stage.runsUpTo(step);
		stage.watch().shows(Sample.single().generation(2).availableWith(2).deleting().seen());
		failed(step,
				new Diagnosis(Cause.DELETED_BY_ANOTHER,
						"another client requested the deletion of SeldonDeployment iris",
						List.of("SeldonDeployment iris with uid uid-1 has a deletion timestamp")));
	}

	@ParameterizedTest
	@EnumSource(names = { "AWAIT_READY", "AWAIT_SCALED" })
	void isCancelled(StepName step) {
		stage.runsUpTo(step);
		stage.cancels();
		RunSnapshot run = stage.ends();
		assertThat(run.status()).isEqualTo(RunStatus.CANCELLED);
		assertThat(run.step(step).status()).isEqualTo(StepStatus.CANCELLED);
		assertThat(run.step(step).detail()).isEqualTo("cancelled on request");
		assertThat(Stage.failure(run).diagnosis().cause()).isEqualTo(Cause.CANCELLED);
		assertThat(Stage.failure(run).diagnosis().evidence()).as("what was waited for").isNotEmpty();
		deleted(run);
	}

	@ParameterizedTest
	@EnumSource(names = { "AWAIT_READY", "AWAIT_SCALED" })
	void isNotDisturbedByAClockThatJumps(StepName step) {
		stage.runsUpTo(step);
		stage.clockJumps(Duration.ofHours(1));
		stage.passes(Stage.TIMEOUT.minusNanos(1));
		stage.waitsIn(step);
		stage.clockJumps(Duration.ofHours(-2));
		stage.waitsIn(step);
		stage.passes(Duration.ofNanos(1));
		assertThat(stage.ends().step(step).duration()).isEqualTo(Stage.TIMEOUT);
	}

	@ParameterizedTest
	@EnumSource(names = { "AWAIT_READY", "AWAIT_SCALED" })
	void doesNotTimeOutEarly(StepName step) {
		stage.runsUpTo(step);
		stage.passes(Stage.TIMEOUT.minusNanos(1));
		stage.waitsIn(step);
		stage.passes(Duration.ofNanos(1));
		assertThat(stage.ends().step(step).duration()).isEqualTo(Stage.TIMEOUT);
	}

	@Test
	void publishesWhatItWaitsForAndItsDeadline() {
		stage.runsUpTo(AWAIT_READY);

		Step step = stage.run().snapshot().step(AWAIT_READY);
		assertThat(step.detail())
			.isEqualTo("0 of 1 ready: state is Creating; iris-default-0-classifier has 0 of 1 available");
		assertThat(step.deadline()).isEqualTo(Objects.requireNonNull(step.startedAt()).plus(Stage.TIMEOUT));
		stage.cancels();
		stage.ends();
	}

	@Test
	void waitsUntilTheResourceWasReadyForTheWholeTime() {
		Stage stable = Stage.stableFor(Duration.ofSeconds(20));
		stable.watch().shows(Sample.single().availableWith(1).seen());
		stable.starts();
		stable.waitsIn(AWAIT_READY);
		stable.passes(Duration.ofSeconds(15));
		stable.watch().shows(Sample.single().state("Creating").has(Sample.DEPLOYMENT, 0, 1).seen());
		stable.watch().shows(Sample.single().availableWith(1).seen());
		stable.passes(Duration.ofSeconds(15));
		stable.waitsIn(AWAIT_READY);
		assertThat(stable.run().snapshot().step(AWAIT_READY).detail())
			.isEqualTo("ready, stable for 15.0 s of 20.0 s; the time restarted: state is Creating");

		stable.watch().shows(Sample.single().generation(2).availableWith(2).seen());
		stable.watch().shows(Sample.single().availableWith(1).seen());
		stable.passes(Duration.ofSeconds(20));
		stable.waitsIn(AWAIT_SCALED);
		stable.cancels();
		assertThat(stable.ends().step(AWAIT_READY).status()).isEqualTo(StepStatus.SUCCEEDED);
	}

	@Test
	void reportsProgressOnTimeout() {
		stage.runsUpTo(AWAIT_READY);
		stage.passes(Stage.TIMEOUT);
		failed(AWAIT_READY,
				new Diagnosis(Cause.TIMED_OUT,
						"not ready after 1m: state is Creating; iris-default-0-classifier has 0 of 1 available",
						List.of("state is Creating", "iris-default-0-classifier has 0 of 1 available")));
	}

	@Test
	void reportsAnInvisibleChangeOnTimeout() {
		stage.runsUpTo(AWAIT_SCALED);
		stage.passes(Stage.TIMEOUT);
		failed(AWAIT_SCALED,
				new Diagnosis(Cause.TIMED_OUT,
						"not ready after 1m: the watch has not received the change of this step yet; "
								+ "iris-default-0-classifier has 1 of 2 available, spec.replicas is 1",
						List.of("the watch has not received the change of this step yet",
								"iris-default-0-classifier has 1 of 2 available, spec.replicas is 1")));
	}

	@Test
	void reportsAMissingOperator() {
		stage.runsUpTo(AWAIT_READY);
		stage.watch().shows(Sample.single().seen());
		stage.passes(Stage.TIMEOUT);
		failed(AWAIT_READY, new Diagnosis(Cause.NOT_RECONCILED,
				"No operator has set the status of the resource. Check that a Seldon Core operator is running, "
						+ "that it watches this namespace, and that its controller ID is empty, because the resource has no label seldon.io/controller-id.",
				List.of("SeldonDeployment iris, no status.state", "the operator has not set a status",
						"Deployment iris-default-0-… does not exist")));
	}

	@Test
	void reportsTheDescriptionOfTheOperator() {
		stage.runsUpTo(AWAIT_READY);
		stage.watch().shows(Sample.single().state("Failed").description("invalid volume").has(1).seen());
		stage.passes(Stage.TIMEOUT);
		failed(AWAIT_READY,
				new Diagnosis(Cause.OPERATOR_FAILED, "The operator reports the state Failed: invalid volume.",
						List.of("SeldonDeployment iris, state Failed: invalid volume", "state is Failed")));
	}

	@Test
	void reportsAFailureWithoutDescription() {
		stage.runsUpTo(AWAIT_READY);
		stage.watch().shows(Sample.single().state("Failed").has(1).seen());
		stage.passes(Stage.TIMEOUT);
		failed(AWAIT_READY,
				new Diagnosis(Cause.OPERATOR_FAILED, "The operator reports the state Failed without a description.",
						List.of("SeldonDeployment iris, state Failed", "state is Failed")));
	}

	@Test
	void failsEarlyOnPersistentOperatorFailure() {
		stage.runsUpTo(AWAIT_READY);
		stage.watch().shows(Sample.single().state("Failed").description("invalid volume").has(1).seen());
		stage.passes(Sample.DIAGNOSIS.operatorFailed());
		failed(AWAIT_READY,
				new Diagnosis(Cause.OPERATOR_FAILED, "The operator reports the state Failed: invalid volume.",
						List.of("SeldonDeployment iris, state Failed: invalid volume", "state is Failed")));
	}

	@Test
	void toleratesTemporaryOperatorFailure() {
		stage.runsUpTo(AWAIT_READY);
		stage.watch().shows(Sample.single().state("Failed").description("conflict").has(1).seen());
		stage.waitsIn(AWAIT_READY);
		stage.watch().shows(Sample.single().availableWith(1).seen());
		stage.waitsIn(AWAIT_SCALED);
		stage.cancels();
		assertThat(stage.ends().step(AWAIT_READY).status()).isEqualTo(StepStatus.SUCCEEDED);
	}

	@Test
	void reportsUnreachableClusterInsteadOfTimeout() {
		stage.runsUpTo(AWAIT_READY);
		stage.watch().hasError("Deployments: connection refused");
		stage.passes(Stage.TIMEOUT);
		failed(AWAIT_READY,
				new Diagnosis(Cause.CLUSTER_UNREACHABLE,
						"readiness is unknown after 1m because the cluster could not be watched: "
								+ "Deployments: connection refused",
						List.of("Deployments: connection refused")));
	}

	@Test
	void reportsThatTheResourceWasNotSeen() {
		stage.starts();
		stage.waitsIn(AWAIT_READY);
		stage.watch().shows(new ObservedState.NotSeen());
		stage.passes(Stage.TIMEOUT);
		failed(AWAIT_READY, Diagnosis.of(Cause.TIMED_OUT, "the watch did not report the resource within 1m"));
	}

	@Test
	void stateObservedAtTimeoutCounts() {
		stage.runsUpTo(AWAIT_SCALED);
		stage.watch().showsSilently(Sample.single().generation(2).availableWith(2).seen());
		stage.passes(Stage.TIMEOUT);
		RunSnapshot run = stage.ends();
		assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
		assertThat(run.components()).containsExactly(Stage.component(1, 2));
	}

	private void failed(StepName step, Diagnosis diagnosis) {
		RunSnapshot run = stage.ends();
		assertThat(run.failure()).contains(new Failure(step, diagnosis));
		deleted(run);
	}

	private void deleted(RunSnapshot run) {
		assertThat(run.step(StepName.DELETE).status()).isEqualTo(StepStatus.SUCCEEDED);
		assertThat(run.cleanup()).isEmpty();
		assertThat(stage.cluster().calls()).startsWith("watch", "create iris", "bind uid-1")
			.endsWith("delete iris uid-1", "leave")
			.hasSize(5 + (int) stage.cluster().calls("scale"));
	}

}
