package org.seldonruns.lifecycle.step;

import java.time.Duration;
import java.util.List;

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
import org.seldonruns.run.Warning;
import org.seldonruns.run.component.Component;
import org.seldonruns.seldon.resource.ObservedState;
import org.seldonruns.seldon.resource.SeldonDeployment;

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
import static org.seldonruns.run.StepStatus.SUCCEEDED;

/** SCALE and, as far as it depends on what SCALE did, AWAIT_SCALED. */
class ScaleStepTests {

	private static final String SCALED = "scale iris [/spec/replicas to 2]";

	private final Stage stage = new Stage();

	private final FakeCluster cluster = stage.cluster();

	@Test
	void reportsChangesAndWarnings() {
		cluster.onScale(accepted(Sample.single().generation(2).resource(), "deprecated", "twice"));
		stage.runsUpTo(AWAIT_SCALED);
		stage.cancels();
		RunSnapshot run = stage.ends();
		assertThat(Stage.detail(run, SCALE)).isEqualTo("set /spec/replicas to 2");
		assertThat(run.warnings()).containsExactly(Warning.of(Warning.Source.API_SERVER, "deprecated"),
				Warning.of(Warning.Source.API_SERVER, "twice"));
	}

	@Test
	void ignoresStateOfEarlierGeneration() {
		stage.runsUpTo(AWAIT_SCALED);
		stage.watch().shows(Sample.single().generation(1).availableWith(2).seen());
		stage.waitsIn(AWAIT_SCALED);
		stage.watch().shows(Sample.single().generation(2).availableWith(1).seen());
		stage.waitsIn(AWAIT_SCALED);
		stage.watch().shows(Sample.single().generation(2).availableWith(2).seen());
		RunSnapshot run = stage.ends();
		assertThat(Stage.detail(run, AWAIT_SCALED))
			.isEqualTo("2 of 2 ready after 0.0 s; iris-default-0-classifier 1 → 2");
		assertThat(run.components()).containsExactly(Stage.component(1, 2));
	}

	@Test
	void reportsUnchangedReplicas() {
		cluster.onScale(accepted(Sample.single().generation(1).resource()));
		stage.runsUpTo(AWAIT_SCALED);
		stage.cancels();
		assertThat(Stage.detail(stage.ends(), SCALE))
			.isEqualTo("set /spec/replicas to 2; this value was already set, so that nothing was scaled");
	}

	@Test
	void isSkippedIfAllComponentsAreAutoscaled() {
		Stage autoscaled = new Stage(Sample.autoscaled());
		autoscaled.watch().shows(Sample.autoscaled().availableWith(3).seen());
		RunSnapshot run = autoscaled.runsToTheEnd();
		assertThat(run).hasStatus(RunStatus.SUCCEEDED)
			.succeeded(CREATE, AWAIT_READY, DELETE)
			.skipped(SCALE, AWAIT_SCALED);
		assertThat(Stage.detail(run, SCALE)).isEqualTo("every component is autoscaled");
		assertThat(Stage.detail(run, AWAIT_SCALED)).isEqualTo("every component is autoscaled");
		assertThat(run.components()).containsExactly(Stage.autoscaled(Sample.DEPLOYMENT, "classifier", 3));
		assertThat(autoscaled.cluster().calls()).containsExactly("watch", "create iris", "bind uid-1",
				"delete iris uid-1", "leave");
	}

	@Test
	void isSkippedWithoutComponents() {
		Stage empty = new Stage(Sample.withoutComponents());
		empty.watch().shows(Sample.withoutComponents().state("Available").seen());
		RunSnapshot run = empty.runsToTheEnd();
		assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
		assertThat(Stage.detail(run, AWAIT_READY)).isEqualTo("ready after 0.0 s; the resource has no components");
		assertThat(Stage.detail(run, SCALE)).isEqualTo("there is no component to scale");
		assertThat(Stage.detail(run, AWAIT_SCALED)).isEqualTo("there is no component to scale");
		assertThat(empty.cluster().calls("scale")).isZero();
	}

	@Test
	void detailOmitsAutoscaledComponents() {
		Stage mixed = new Stage(Sample.mixed());
		mixed.watch().shows(Sample.mixed().availableWith(1).has(Sample.AUTOSCALED_DEPLOYMENT, 3, 3).seen());
		mixed.starts();
		mixed.waitsIn(AWAIT_SCALED);
		mixed.watch()
			.shows(Sample.mixed().generation(2).availableWith(2).has(Sample.AUTOSCALED_DEPLOYMENT, 4, 4).seen());
		RunSnapshot run = mixed.ends();
		assertThat(Stage.detail(run, AWAIT_READY))
			.isEqualTo("4 of 4 ready after 0.0 s; iris-default-0-classifier has 1; iris-default-1-drift has 3");
		assertThat(Stage.detail(run, AWAIT_SCALED))
			.isEqualTo("2 of 2 ready after 0.0 s; iris-default-0-classifier 1 → 2");
		assertThat(run.components()).containsExactly(Stage.component(1, 2),
				Stage.autoscaled(Sample.AUTOSCALED_DEPLOYMENT, "drift", 3));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			403 | Forbidden | User "runner" cannot patch resource | rejected by RBAC: the service lacks the permission
			422 | Invalid   | admission webhook denied the request | rejected by an admission webhook
			""")
	void failsWithTheMessageOfTheApiServer(int code, String reason, String sentence, String who) {
		cluster.onScale(rejected(code, reason, sentence));
		failed(new Diagnosis(Cause.REFUSED, sentence,
				List.of("the API server responded with " + code + " " + reason + ": " + who)));
	}

	@Test
	void failsIfResourceIsNotFound() {
		cluster.onScale(rejected(404, "NotFound", "not found"));
		failed(new Diagnosis(Cause.DELETED_BY_ANOTHER, "another client deleted SeldonDeployment iris",
				List.of("the API server responded with 404: not found")));
	}

	@Test
	void failsIfPredictorsHaveChanged() {
		cluster.findsWhatItCreated();
		cluster.onScale(rejected(422, Cluster.TEST_FAILED, "the test did not hold"));
		failed(new Diagnosis(Cause.CHANGED_BY_ANOTHER,
				"another client replaced SeldonDeployment iris or changed its predictors; nothing was scaled",
				List.of("the API server responded with 422: the uid of the resource or its predictors have changed",
						"the rejected patch would have set /spec/replicas to 2 in the resource with uid uid-1")));
	}

	@Test
	void reportsReplacementBeforeWatchesShowIt() {
		cluster.onScale(rejected(422, Cluster.TEST_FAILED, "the test did not hold"));
		failed(new Diagnosis(Cause.REPLACED_BY_ANOTHER,
				"another client deleted SeldonDeployment iris and created another one with the same name",
				List.of("SeldonDeployment iris with uid uid-1 is gone, and another resource has this name")));
	}

	@Test
	void fallsBackToWatchesIfLookupIsForbidden() {
		cluster.onScale(() -> {
			stage.watch().shows(Sample.gone());
			return rejected(422, Cluster.TEST_FAILED, "the test did not hold");
		});
		cluster.onFindCreated(rejected(403, "Forbidden", "may not get"));
		failed(new Diagnosis(Cause.DELETED_BY_ANOTHER, "another client deleted SeldonDeployment iris",
				List.of("SeldonDeployment iris with uid uid-1 is gone")));
	}

	@Test
	void failsIfAnotherClientChangesReplicas() {
		stage.runsUpTo(AWAIT_SCALED);
		stage.watch().shows(Sample.single().generation(3).availableWith(1).seen());
		RunSnapshot run = stage.ends();
		assertThat(run.failure()).contains(new Failure(AWAIT_SCALED,
				Diagnosis.of(Cause.CHANGED_BY_ANOTHER, "another client set the replicas of iris-default-0-… to 1")));
		assertThat(run).failedAt(AWAIT_SCALED).succeeded(CREATE, AWAIT_READY, SCALE, DELETE);
	}

	@Test
	void doesNotScaleDeletedResource() {
		lostAfterReady(Sample.gone(),
				new Diagnosis(Cause.DELETED_BY_ANOTHER, "another client deleted SeldonDeployment iris",
						List.of("SeldonDeployment iris with uid uid-1 is gone")));
	}

	@Test
	void doesNotScaleReplacedResource() {
		lostAfterReady(Sample.replaced(),
				new Diagnosis(Cause.REPLACED_BY_ANOTHER,
						"another client deleted SeldonDeployment iris and created another one with the same name",
						List.of("SeldonDeployment iris with uid uid-1 is gone, and another resource has this name")));
	}

	@Test
	void doesNotScaleResourceBeingDeleted() {
		lostAfterReady(Sample.single().availableWith(1).deleting().seen(),
				new Diagnosis(Cause.DELETED_BY_ANOTHER,
						"another client requested the deletion of SeldonDeployment iris",
						List.of("SeldonDeployment iris with uid uid-1 has a deletion timestamp")));
	}

	@Test
	void retriesAfterRetryAfter() {
		cluster.onScale(new ApiResponse.Unavailable<>("429 Too Many Requests", Duration.ofSeconds(7)),
				unavailable("connection reset"));
		stage.watch().shows(Sample.single().availableWith(1).seen());
		stage.starts();
		stage.waitsIn(SCALE);
		stage.passes(Duration.ofSeconds(7));
		stage.waitsIn(SCALE);
		stage.passes(Duration.ofSeconds(1));
		stage.waitsIn(AWAIT_SCALED);
		stage.cancels();
		assertThat(stage.ends()).cancelledAt(AWAIT_SCALED).succeeded(CREATE, AWAIT_READY, SCALE, DELETE).skipped();
		assertThat(cluster.calls()).containsExactly("watch", "create iris", "bind uid-1", SCALED, SCALED, SCALED,
				"delete iris uid-1", "leave");
	}

	@Test
	void failsAtTimeout() {
		cluster.onScale(new ApiResponse.Unavailable<SeldonDeployment>("503 Service Unavailable", Duration.ofHours(1)));
		stage.watch().shows(Sample.single().availableWith(1).seen());
		stage.starts();
		stage.waitsIn(SCALE);
		stage.passes(Stage.TIMEOUT);
		ended(new Diagnosis(Cause.CLUSTER_UNREACHABLE,
				"no attempt succeeded before the timeout: 503 Service Unavailable", List.of("503 Service Unavailable")),
				1);
	}

	@Test
	void isCancelledBetweenAttempts() {
		stage.runsUpTo(SCALE);
		stage.cancels();
		RunSnapshot run = stage.ends();
		assertThat(run).cancelledAt(SCALE).succeeded(CREATE, AWAIT_READY, DELETE).skipped(AWAIT_SCALED);
		assertThat(cluster.calls()).containsExactly("watch", "create iris", "bind uid-1", SCALED, "delete iris uid-1",
				"leave");
	}

	private void lostAfterReady(ObservedState state, Diagnosis diagnosis) {
		stage.runsUpTo(AWAIT_READY);
		stage.watch().showsOnceAndThen(Sample.single().availableWith(1).seen(), state);
		ended(diagnosis, 0);
	}

	private void failed(Diagnosis diagnosis) {
		stage.watch().shows(Sample.single().availableWith(1).seen());
		stage.starts();
		ended(diagnosis, 1);
	}

	private void ended(Diagnosis diagnosis, int scales) {
		RunSnapshot run = stage.ends();
		assertThat(run.failure()).contains(new Failure(SCALE, diagnosis));
		assertThat(run).failedAt(SCALE).succeeded(CREATE, AWAIT_READY, DELETE).skipped(AWAIT_SCALED);
		assertThat(cluster.calls("scale")).isEqualTo(scales);
		assertThat(cluster.calls()).hasSize(5 + scales + Math.toIntExact(cluster.calls("find")))
			.endsWith("delete iris uid-1", "leave");
	}

}
