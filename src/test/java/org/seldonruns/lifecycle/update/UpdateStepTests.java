package org.seldonruns.lifecycle.update;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.seldonruns.cluster.ApiResponse;
import org.seldonruns.cluster.Cluster;
import org.seldonruns.lifecycle.FakeCluster;
import org.seldonruns.lifecycle.Sample;
import org.seldonruns.lifecycle.Stage;
import org.seldonruns.run.Cause;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.RunStatus;
import org.seldonruns.run.Warning;
import org.seldonruns.seldon.resource.SeldonDeployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seldonruns.run.RunAssert.assertThat;
import static org.seldonruns.run.StepName.AWAIT_READY;
import static org.seldonruns.run.StepName.AWAIT_SCALED;
import static org.seldonruns.run.StepName.AWAIT_UPDATED;
import static org.seldonruns.run.StepName.CREATE;
import static org.seldonruns.run.StepName.DELETE;
import static org.seldonruns.run.StepName.SCALE;
import static org.seldonruns.run.StepName.UPDATE;

/** UPDATE and AWAIT_UPDATED. */
class UpdateStepTests {

	@Test
	void succeedsUnverifiedIfNoDeploymentShowsTheUpdate() {
		Stage stage = updated();
		stage.waitsIn(AWAIT_UPDATED);
		stage.passes(Duration.ofSeconds(9));
		stage.waitsIn(AWAIT_UPDATED);
		stage.passes(Duration.ofSeconds(1));

		RunSnapshot run = stage.ends();

		assertThat(run).hasStatus(RunStatus.SUCCEEDED);
		assertThat(run).completedInOrder(CREATE, AWAIT_READY, SCALE, AWAIT_SCALED, UPDATE, AWAIT_UPDATED, DELETE);
		assertThat(Stage.detail(run, UPDATE)).isEqualTo("replaced the spec; its generation is 3");
		assertThat(Stage.detail(run, AWAIT_UPDATED))
			.isEqualTo("2 of 2 ready after 10.0 s; iris-default-0-classifier has 2");
		assertThat(run.warnings()).extracting(Warning::message)
			.containsExactly("the update could not be verified: no Deployment of the resource shows it; everything was "
					+ "ready for 10s after it");
		assertThat(run.components()).singleElement().satisfies(component -> {
			assertThat(component.scaled()).isEqualTo(2);
			assertThat(component.updated()).isEqualTo(2);
		});
	}

	@Test
	void updateWithoutEffectSkipsTheWait() {
		Stage stage = stage(
				cluster -> cluster.onUpdate(FakeCluster.accepted(Sample.single().generation(2).resource())));

		RunSnapshot run = stage.ends();

		assertThat(run).hasStatus(RunStatus.SUCCEEDED);
		assertThat(run).skipped(AWAIT_UPDATED);
		assertThat(run.warnings()).extracting(Warning::message)
			.containsExactly("the update changed nothing: the resource already had the spec, the labels and the "
					+ "annotations of the update");
	}

	@Test
	void rejectedUpdateFails() {
		RunSnapshot run = failsWith(
				FakeCluster.rejected(422, "Invalid", "admission webhook \"seldon\" denied the request: no graph"));

		assertThat(run).failedAt(UPDATE).because(Cause.REFUSED).skipped(AWAIT_UPDATED);
	}

	@Test
	void otherChangeOfTheResourceFails() {
		Stage stage = stage(cluster -> {
			cluster.findsWhatItCreated();
			cluster.onUpdate(FakeCluster.rejected(422, Cluster.TEST_FAILED, "the test did not hold"));
		});

		RunSnapshot run = stage.ends();

		assertThat(run).failedAt(UPDATE).because(Cause.CHANGED_BY_ANOTHER);
		assertThat(Stage.failure(run).diagnosis().explanation()).endsWith("nothing was updated");
	}

	@Test
	void resourceThatAnotherClientDeletedFails() {
		Stage stage = Stage.updating(Sample.single(), null);
		stage.starts();
		stage.waitsIn(UPDATE);
		stage.watch().shows(Sample.gone());

		assertThat(stage.isOver()).failedAt(UPDATE).because(Cause.DELETED_BY_ANOTHER);
		assertThat(stage.cluster().calls("update")).isZero();
	}

	@Test
	void cancelledBeforeTheUpdateSendsNone() {
		Stage stage = Stage.updating(Sample.single(), null);
		stage.starts();
		stage.waitsIn(UPDATE);
		stage.cancels();

		assertThat(stage.ends()).cancelledAt(UPDATE);
		assertThat(stage.cluster().calls("update")).isZero();
	}

	@Test
	void warningsNameThePart() {
		Stage stage = stage(
				cluster -> cluster.onUpdate(() -> new ApiResponse.Accepted<>(Sample.single().generation(2).resource(),
						List.of("unknown field \"spec.x\""))));

		assertThat(stage.ends().warnings()).extracting(Warning::message)
			.contains("part update: unknown field \"spec.x\"");
	}

	@Test
	void updateThatTheOperatorDoesNotShowTimesOut() {
		Stage stage = updated();
		stage.waitsIn(AWAIT_UPDATED);
		stage.watch().shows(Sample.single().generation(3).state("Creating").has(Sample.DEPLOYMENT, 1, 2).seen());
		stage.passes(Stage.TIMEOUT);

		RunSnapshot run = stage.ends();

		assertThat(run).failedAt(AWAIT_UPDATED).because(Cause.TIMED_OUT);
		assertThat(Stage.failure(run).diagnosis().explanation()).contains("state is Creating");
	}

	@Test
	void changeOfTheSpecByAnotherClientFailsAtOnce() {
		Stage stage = updated();
		stage.waitsIn(AWAIT_UPDATED);
		stage.watch().shows(Sample.single().generation(4).availableWith(2).seen());

		RunSnapshot run = stage.ends();

		assertThat(run).failedAt(AWAIT_UPDATED).because(Cause.CHANGED_BY_ANOTHER);
		assertThat(Stage.failure(run).diagnosis().explanation())
			.contains("changed the spec of the resource during the update");
	}

	private static Stage updated() {
		Stage stage = Stage.updating(Sample.single(), null);
		stage.cluster().onUpdate(() -> {
			stage.watch().shows(Sample.single().generation(3).availableWith(2).seen());
			return FakeCluster.accepted(Sample.single().generation(3).resource());
		});
		start(stage);
		return stage;
	}

	private static Stage stage(Consumer<FakeCluster> setUp) {
		Stage stage = Stage.updating(Sample.single(), null);
		setUp.accept(stage.cluster());
		start(stage);
		return stage;
	}

	private static RunSnapshot failsWith(ApiResponse<SeldonDeployment> response) {
		return stage(cluster -> cluster.onUpdate(response)).ends();
	}

	/** The watches of the sample show no pods, for which UPDATE waits a short time. */
	private static void start(Stage stage) {
		stage.starts();
		stage.waitsIn(UPDATE);
		stage.passes(Duration.ofSeconds(2));
	}

}
