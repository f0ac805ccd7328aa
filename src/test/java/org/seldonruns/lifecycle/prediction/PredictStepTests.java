package org.seldonruns.lifecycle.prediction;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seldonruns.cluster.PredictionResponse;
import org.seldonruns.lifecycle.FakeCluster;
import org.seldonruns.lifecycle.Sample;
import org.seldonruns.lifecycle.Stage;
import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.RunStatus;
import org.seldonruns.run.Step;
import org.seldonruns.run.StepName;
import org.seldonruns.run.prediction.Answer;
import org.seldonruns.run.prediction.PredictionResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seldonruns.run.RunAssert.assertThat;
import static org.seldonruns.run.StepName.AWAIT_READY;
import static org.seldonruns.run.StepName.AWAIT_SCALED;
import static org.seldonruns.run.StepName.CREATE;
import static org.seldonruns.run.StepName.DELETE;
import static org.seldonruns.run.StepName.PREDICT;
import static org.seldonruns.run.StepName.PREDICT_SCALED;
import static org.seldonruns.run.StepName.SCALE;

/** PREDICT and PREDICT_SCALED. */
class PredictStepTests {

	private static final String SERVICE = "Service iris-default";

	private static final String CALL = "predict http:iris-default/api/v1.0/predictions {\"data\":1}";

	@Test
	void sendsPredictionsBeforeAndAfterTheScale() {
		Stage stage = ready(2, null);
		stage.cluster().onPredict(answer(200, "{\"data\": 2}"));

		RunSnapshot run = stage.runsToTheEnd();

		assertThat(run).hasStatus(RunStatus.SUCCEEDED);
		assertThat(run.steps()).extracting(Step::name)
			.containsExactly(CREATE, AWAIT_READY, PREDICT, SCALE, AWAIT_SCALED, PREDICT_SCALED, DELETE);
		assertThat(stage.cluster().calls()).filteredOn(call -> !call.equals("watch") && !call.equals("leave"))
			.containsExactly("create iris", "bind uid-1", CALL, CALL, "scale iris [/spec/replicas to 2]", CALL, CALL,
					"delete iris uid-1");
		assertThat(run.step(PREDICT).predictions()).singleElement().satisfies(result -> {
			assertThat(result.predictor()).isEqualTo("default");
			assertThat(result.answers()).isEqualTo(Map.of("200", 2));
			assertThat(result.firstAnswer()).isEqualTo(new Answer(200, "application/json", 11, true, "{\"data\": 2}"));
			assertThat(result.firstAnswerAfter()).isZero();
			assertThat(result.latency()).isNotNull();
		});
		assertThat(Stage.detail(run, PREDICT))
			.isEqualTo("predictor default answered 2 x 200, median 0ms, first after 0.0 s");
	}

	@Test
	void callsOtherPathIfRequested() {
		Stage stage = Stage.predicting(Sample.single(), 1, "/mine", null);
		stage.watch().shows(Sample.single().availableWith(1).seen(SERVICE));
		stage.cluster().onPredict(answer(500, ""));
		assertThat(stage.runsToTheEnd()).hasStatus(RunStatus.FAILED);
		assertThat(stage.cluster().calls("predict http:iris-default/mine ")).isOne();
	}

	@Test
	void sendsNothingToServiceOfAnotherResource() {
		Stage stage = Stage.predicting(Sample.single(), 1, null, null);
		stage.watch().shows(Sample.single().availableWith(1).seen("Service iris-other"));
		stage.starts();
		stage.waitsIn(PREDICT);
		stage.passes(Duration.ofSeconds(10));

		Diagnosis why = failure(stage.ends(), Cause.PREDICTION_UNREACHABLE);

		assertThat(why.explanation()).startsWith("the resource owns no Service iris-default");
		assertThat(stage.cluster().calls("predict")).isZero();
	}

	@Test
	void waitsUntilTheWatchesShowTheService() {
		Stage stage = Stage.predicting(Sample.single(), 1, null, null);
		stage.watch().shows(Sample.single().availableWith(1).seen());
		stage.cluster().onPredict(answer(404, ""));
		stage.starts();
		stage.waitsIn(PREDICT);
		stage.watch().shows(Sample.single().availableWith(1).seen(SERVICE));
		assertThat(failure(stage.ends(), Cause.PREDICTION_FAILED).explanation()).contains("status 404");
	}

	@Test
	void countsAnswersAfterAnUnsuccessfulOne() {
		Stage stage = ready(4, null);
		stage.cluster().onPredict(answer(200, "fine"), answer(500, "password=hunter2"), answer(400, "bad"));

		RunSnapshot run = stage.runsToTheEnd();

		Diagnosis why = failure(run, Cause.PREDICTION_FAILED);
		assertThat(run.step(PREDICT).predictions()).extracting(PredictionResult::answers)
			.containsExactly(Map.of("200", 1, "500", 1, "400", 2));
		assertThat(why.explanation()).isEqualTo("the answer of predictor default has the status 500");
		assertThat(why.evidence()).contains("status 500, 16 bytes of application/json");
		assertThat(why.answers()).containsExactly("answer of predictor default:\npassword=***");
		assertThat(run).skipped(SCALE, AWAIT_SCALED, PREDICT_SCALED).succeeded(CREATE, AWAIT_READY, DELETE);
	}

	@Test
	void firstPredictionIsRetriedUntilEndpointsAreReady() {
		Stage stage = ready(1, null);
		stage.cluster()
			.onPredict(new PredictionResponse.Unreachable("no endpoints available"), answer(503, "starting"),
					new PredictionResponse.Unavailable("etcd"), answer(200, "{}"));
		stage.starts();
		for (int pause : List.of(100, 200, 400)) {
			stage.waitsIn(PREDICT);
			stage.passes(Duration.ofMillis(pause));
		}
		RunSnapshot run = stage.ends();
		assertThat(run).hasStatus(RunStatus.SUCCEEDED);
		PredictionResult result = run.step(PREDICT).predictions().getFirst();
		assertThat(result.answers()).isEqualTo(Map.of("200", 1));
		assertThat(result.firstAnswerAfter()).isEqualTo(Duration.ofMillis(700));
	}

	@Test
	void laterPredictionIsNotRetried() {
		Stage stage = ready(3, null);
		stage.cluster().onPredict(answer(200, "{}"), answer(503, "busy"), answer(200, "{}"));
		RunSnapshot run = stage.runsToTheEnd();
		assertThat(failure(run, Cause.PREDICTION_FAILED).explanation()).contains("status 503");
		assertThat(run.step(PREDICT).predictions().getFirst().answers()).isEqualTo(Map.of("200", 2, "503", 1));
	}

	@Test
	void unreachablePredictorFailsAfterRetries() {
		Stage stage = ready(1, null);
		stage.cluster().onPredict(new PredictionResponse.Unreachable("dial tcp 10.0.0.9:8000: connection refused"));
		stage.starts();
		stage.waitsIn(PREDICT);
		stage.passes(Duration.ofSeconds(10));
		Diagnosis why = failure(stage.ends(), Cause.PREDICTION_UNREACHABLE);
		assertThat(why.explanation()).contains("connection refused", "a firewall", "a NetworkPolicy", "mutual TLS");
	}

	@Test
	void predictionWithoutAnswerFailsTheStepAtOnce() {
		Stage stage = ready(1000, null);
		var call = stage.cluster().predictsNever();
		stage.starts();
		stage.waitsIn(PREDICT);
		stage.passes(Duration.ofSeconds(10));

		RunSnapshot run = stage.ends();

		assertThat(failure(run, Cause.PREDICTION_FAILED).explanation())
			.startsWith("predictor default did not answer within 10s");
		assertThat(run.step(PREDICT).predictions().getFirst().answers()).isEqualTo(Map.of(PredictionResult.TIMEOUT, 1));
		assertThat(call).isCancelled();
	}

	@Test
	void brokenAnswerFails() {
		Stage stage = ready(1, null);
		stage.cluster().onPredict(new PredictionResponse.Broken("unexpected end of stream"));
		assertThat(failure(stage.runsToTheEnd(), Cause.PREDICTION_FAILED).explanation())
			.isEqualTo("predictor default did not answer completely: unexpected end of stream");
	}

	@Test
	void missingPermissionOfTheServiceIsNamed() {
		Stage stage = ready(1, null);
		stage.cluster().onPredict(new PredictionResponse.Rejected(403, "services is forbidden"));
		assertThat(failure(stage.runsToTheEnd(), Cause.REFUSED).explanation()).contains("services is forbidden",
				"k8s/components/predictions");
	}

	@Test
	void cancellationEndsAWaitingPrediction() {
		Stage stage = ready(1, null);
		var call = stage.cluster().predictsNever();
		stage.starts();
		stage.waitsIn(PREDICT);
		stage.cancels();
		assertThat(stage.ends()).hasStatus(RunStatus.CANCELLED).succeeded(CREATE, AWAIT_READY, DELETE);
		assertThat(call).isCancelled();
	}

	@Test
	void cancellationEndsThePauseBeforeARetry() {
		Stage stage = ready(1, null);
		stage.cluster().onPredict(answer(503, "starting"));
		stage.starts();
		stage.waitsIn(PREDICT);
		stage.cancels();
		assertThat(stage.ends()).hasStatus(RunStatus.CANCELLED).succeeded(CREATE, AWAIT_READY, DELETE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"data\": \"text\"}", "<html>", "" })
	void answerMustMatchTheSchema(String body) {
		Stage stage = ready(1, "{\"properties\": {\"data\": {\"type\": \"array\"}}}");
		stage.cluster().onPredict(answer(200, body));
		assertThat(failure(stage.runsToTheEnd(), Cause.PREDICTION_FAILED).explanation())
			.startsWith("the answer of predictor default ");
	}

	@Test
	void tooLargeAnswerCannotMatchTheSchema() {
		Stage stage = ready(1, "{}");
		stage.cluster().onPredict(new PredictionResponse.Answered(200, null, "[", 1 << 20, false));
		assertThat(failure(stage.runsToTheEnd(), Cause.PREDICTION_FAILED).explanation())
			.isEqualTo("the answer of predictor default is too large to be checked");
	}

	@Test
	void predictorWithoutReplicasIsSkipped() {
		Stage stage = Stage.predicting(Sample.single(), 1, null, null);
		stage.watch().shows(Sample.single().availableWith(0).seen(SERVICE));
		stage.cluster().onPredict(answer(200, "{}"));
		stage.starts();
		stage.waitsIn(StepName.AWAIT_READY);
		stage.cancels();
		assertThat(stage.ends()).hasStatus(RunStatus.CANCELLED);
	}

	@Test
	void isSkippedAfterAScaleThatWasSkipped() {
		Stage stage = Stage.predicting(Sample.autoscaled(), 1, null, null);
		stage.watch().shows(Sample.autoscaled().availableWith(3).seen(SERVICE));
		stage.cluster().onPredict(answer(200, "{}"));
		assertThat(stage.runsToTheEnd()).hasStatus(RunStatus.SUCCEEDED)
			.succeeded(CREATE, AWAIT_READY, PREDICT, DELETE)
			.skipped(SCALE, AWAIT_SCALED, PREDICT_SCALED);
	}

	@Test
	void modelNameThatWouldLeaveThePrefixIsNotCalled() {
		Sample hostile = Sample.of("""
				apiVersion: machinelearning.seldon.io/v1
				kind: SeldonDeployment
				metadata: {name: iris}
				spec:
				  protocol: v2
				  predictors:
				  - name: default
				    graph: {name: .., implementation: SIMPLE_MODEL}
				    componentSpecs:
				    - spec: {containers: [{name: classifier, image: a}]}
				""");
		Stage stage = Stage.predicting(hostile, 1, null, null);
		stage.watch().shows(hostile.availableWith(1).seen(SERVICE));
		assertThat(failure(stage.runsToTheEnd(), Cause.PREDICTION_FAILED).explanation()).contains("nothing was sent");
		assertThat(stage.cluster().calls("predict")).isZero();
	}

	/** A run whose resource is ready, and ready again as soon as it is scaled. */
	private static Stage ready(int count, @Nullable String expect) {
		Stage stage = Stage.predicting(Sample.single(), count, null, expect);
		stage.watch().shows(Sample.single().availableWith(1).seen(SERVICE));
		stage.cluster().onScale(() -> {
			stage.watch().shows(Sample.single().generation(2).availableWith(2).seen(SERVICE));
			return FakeCluster.accepted(Sample.single().generation(2).resource());
		});
		return stage;
	}

	private static PredictionResponse answer(int status, String body) {
		return new PredictionResponse.Answered(status, "application/json", body, body.length(), true);
	}

	private static Diagnosis failure(RunSnapshot run, Cause cause) {
		assertThat(Stage.failure(run).diagnosis().cause()).as(run.steps().toString()).isEqualTo(cause);
		assertThat(Stage.failure(run).step()).isEqualTo(PREDICT);
		return Stage.failure(run).diagnosis();
	}

}
