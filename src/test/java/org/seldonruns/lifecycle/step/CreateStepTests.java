package org.seldonruns.lifecycle.step;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seldonruns.cluster.ApiResponse;
import org.seldonruns.cluster.NameHolder;
import org.seldonruns.lifecycle.FakeCluster;
import org.seldonruns.lifecycle.Sample;
import org.seldonruns.lifecycle.Stage;
import org.seldonruns.run.Cause;
import org.seldonruns.run.Warning;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.run.Failure;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.RunStatus;
import org.seldonruns.run.StepName;
import org.seldonruns.seldon.manifest.Manifest;
import org.seldonruns.seldon.resource.SeldonDeployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
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

class CreateStepTests {

	private static final ApiResponse<SeldonDeployment> TAKEN = rejected(409, "AlreadyExists",
			"seldondeployments \"iris\" already exists");

	private final Stage stage = new Stage();

	private final FakeCluster cluster = stage.cluster();

	@Test
	void reportsDroppedFieldsAndWarnings() {
		Sample upload = Sample.of("""
				apiVersion: machinelearning.seldon.io/v1
				kind: SeldonDeployment
				metadata: {name: iris, uid: stale}
				spec: {predictors: []}
				status: {state: Available}
				""");
		Stage withLeftOvers = new Stage(upload);
		withLeftOvers.cluster()
			.onCreate(accepted(Sample.single().resource(), "unknown field \"spec.foo\"", "unknown field \"spec.bar\""));
		withLeftOvers.watch().shows(Sample.single().seen());
		withLeftOvers.starts();
		withLeftOvers.waitsIn(AWAIT_READY);
		withLeftOvers.cancels();
		RunSnapshot run = withLeftOvers.ends();
		assertThat(Stage.detail(run, CREATE)).isEqualTo("created iris");
		assertThat(run.warnings()).extracting(Warning::source, Warning::pointer, Warning::message)
			.containsExactly(
					tuple(Warning.Source.UPLOAD, "/status",
							"status was removed from the manifest, because the API server sets it."),
					tuple(Warning.Source.UPLOAD, "/metadata/uid",
							"metadata.uid was removed from the manifest, because the API server sets it."),
					tuple(Warning.Source.API_SERVER, "/spec/foo", "unknown field \"spec.foo\""),
					tuple(Warning.Source.API_SERVER, "/spec/bar", "unknown field \"spec.bar\""));
	}

	@Test
	void waitsForTheWatchesBeforeItCreates() {
		stage.runsUpTo(CREATE);
		assertThat(cluster.calls()).containsExactly("watch");
		stage.watch().isReadyWith(Optional.empty());
		stage.waitsIn(AWAIT_READY);
		assertThat(cluster.calls()).containsExactly("watch", "create iris", "bind uid-1");
		stage.cancels();
		stage.ends();
	}

	@Test
	void failsIfWatchIsForbidden() {
		stage.runsUpTo(CREATE);
		stage.watch().isReadyWith(Optional.of("Deployments: 403 Forbidden"));
		RunSnapshot run = stage.ends();
		assertThat(run.failure())
			.contains(new Failure(CREATE, Diagnosis.of(Cause.REFUSED, "Deployments: 403 Forbidden")));
		touchedNothing(run, "watch", "leave");
	}

	@Test
	void failsIfWatchesDoNotStartInTime() {
		stage.runsUpTo(CREATE);
		stage.passes(Stage.TIMEOUT);
		RunSnapshot run = stage.ends();
		assertThat(run.failure()).contains(new Failure(CREATE, Diagnosis.of(Cause.CLUSTER_UNREACHABLE,
				"the watches of the namespace did not start within the timeout")));
		touchedNothing(run, "watch", "leave");
	}

	@Test
	void reportsWhyWatchesDoNotStart() {
		stage.watch().hasError("connection refused");
		stage.runsUpTo(CREATE);
		stage.passes(Stage.TIMEOUT);
		RunSnapshot run = stage.ends();
		assertThat(run.failure()).contains(new Failure(CREATE,
				new Diagnosis(Cause.CLUSTER_UNREACHABLE,
						"the watches of the namespace did not start within the timeout: connection refused",
						List.of("connection refused"))));
		touchedNothing(run, "watch", "leave");
	}

	@Test
	void isCancelledWhileItWaitsForTheWatches() {
		stage.runsUpTo(CREATE);
		stage.cancels();
		RunSnapshot run = stage.ends();
		assertThat(run).cancelledAt(CREATE).succeeded().skipped(AWAIT_READY, SCALE, AWAIT_SCALED, DELETE);
		assertThat(cluster.calls()).containsExactly("watch", "leave");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					401 | Unauthorized  | Unauthorized | authentication failed: the credentials of the service are invalid
					403 | Forbidden     | seldondeployments is forbidden: User "runner" cannot create resource | \
					rejected by RBAC: the service lacks the permission
					403 | Forbidden     | seldondeployments "iris" is forbidden: exceeded quota: few, used: 1 | rejected by a quota
					403 | Forbidden     | seldondeployments "iris" is forbidden: unable to create new content in namespace a \
					because it is being terminated | the namespace is being deleted
					403 | Forbidden     | seldondeployments "iris" is forbidden: no | rejected by an admission plugin
					404 | NotFound      | the server could not find the requested resource | \
					the namespace or the SeldonDeployment CRD does not exist in the cluster
					409 | AlreadyExists | seldondeployments "iris" already exists | the name is already in use
					422 | Invalid       | admission webhook "a" denied the request: traffic must add up to 100 | \
					rejected by an admission webhook
					422 | Invalid       | spec.predictors[0].graph: Required value | rejected by the validation of the API server
					""")
	void rejectionFailsWithMessageOfApiServer(int code, String reason, String sentence, String who) {
		cluster.onCreate(rejected(code, reason, sentence));
		RunSnapshot run = stage.runsToTheEnd();
		assertThat(run.failure()).contains(new Failure(CREATE, new Diagnosis(Cause.REFUSED, sentence,
				List.of("the API server responded with " + code + " " + reason + ": " + who))));
		touchedNothing(run, "watch", "create iris", "leave");
	}

	@Test
	void namesTheRunThatOwnsTheName() {
		cluster.onCreate(TAKEN);
		cluster.onHolder(accepted(new NameHolder.OfRun("run-7")));
		RunSnapshot run = stage.runsToTheEnd();
		assertThat(run.failure().map(failure -> failure.diagnosis().explanation()))
			.contains("seldondeployments \"iris\" already exists: it belongs to run run-7");
		touchedNothing(run, "watch", "create iris", "leave");
	}

	@Test
	void retriesWithBackoff() {
		// 200, 400 and 800 ms, each a quarter more or less.
		cluster.onCreate(unavailable("connection reset"), unavailable("500"), unavailable("503"));
		stage.starts();
		stage.waitsIn(CREATE);
		stage.passes(Duration.ofMillis(149));
		stage.waitsIn(CREATE);
		assertThat(cluster.calls("create")).isOne();
		stage.passes(Duration.ofMillis(101));
		stage.waitsIn(CREATE);
		assertThat(cluster.calls("create")).isEqualTo(2);
		stage.passes(Duration.ofMillis(199));
		stage.waitsIn(CREATE);
		assertThat(cluster.calls("create")).isEqualTo(2);
		stage.passes(Duration.ofMillis(301));
		stage.waitsIn(CREATE);
		assertThat(cluster.calls("create")).isEqualTo(3);
		stage.passes(Duration.ofSeconds(1));
		stage.waitsIn(AWAIT_READY);
		stage.cancels();
		assertThat(stage.ends().step(CREATE).status()).isEqualTo(SUCCEEDED);
		assertThat(cluster.calls()).containsExactly("watch", "create iris", "create iris", "create iris", "create iris",
				"bind uid-1", "delete iris uid-1", "leave");
	}

	@Test
	void failsEarlyIfAnAdmissionWebhookCannotBeCalled() {
		IntStream.range(0, 50)
			.forEach(i -> cluster.onCreate(new ApiResponse.Unavailable<>("connection refused", null, "v1.kb.io")));
		stage.starts();
		stage.waitsIn(CREATE);
		assertThat(Stage.detail(stage.run().snapshot(), CREATE))
			.matches("create: 1 attempt failed, last error: connection refused; next attempt in .*");

		Awaitility.await().until(() -> {
			stage.passes(Duration.ofSeconds(1));
			return stage.run().isFinished();
		});

		RunSnapshot run = stage.ends();
		assertThat(Stage.failure(run).diagnosis().cause()).isEqualTo(Cause.WEBHOOK_UNAVAILABLE);
		assertThat(Stage.failure(run).diagnosis().explanation()).contains("v1.kb.io", "connection refused");
		assertThat(run.step(CREATE).duration()).isEqualTo(Sample.DIAGNOSIS.webhookUnavailable());
		assertThat(Stage.detail(run, DELETE)).isEqualTo("nothing was created");
		assertThat(cluster.calls("find")).isZero();
	}

	@Test
	void retriesAfterRetryAfter() {
		cluster.onCreate(new ApiResponse.Unavailable<>("429 Too Many Requests", Duration.ofSeconds(7)));
		stage.starts();
		stage.waitsIn(CREATE);
		stage.passes(Duration.ofMillis(6999));
		stage.waitsIn(CREATE);
		assertThat(cluster.calls("create")).isOne();
		stage.passes(Duration.ofMillis(1));
		stage.waitsIn(AWAIT_READY);
		assertThat(cluster.calls("create")).isEqualTo(2);
		stage.cancels();
		stage.ends();
	}

	@Test
	void shortRetryAfterDoesNotShortenBackoff() {
		cluster.onCreate(new ApiResponse.Unavailable<>("429 Too Many Requests", Duration.ZERO));
		stage.starts();
		stage.waitsIn(CREATE);
		stage.passes(Duration.ofMillis(149));
		stage.waitsIn(CREATE);
		assertThat(cluster.calls("create")).isOne();
		stage.passes(Duration.ofMillis(101));
		stage.waitsIn(AWAIT_READY);
		stage.cancels();
		stage.ends();
	}

	@Test
	void looksForResourceAtTimeout() {
		cluster.onCreate(new ApiResponse.Unavailable<>("503 Service Unavailable", Duration.ofMinutes(5)));
		stage.starts();
		stage.waitsIn(CREATE);
		stage.passes(Stage.TIMEOUT);
		RunSnapshot run = stage.ends();
		assertThat(run.failure()).contains(new Failure(CREATE,
				new Diagnosis(Cause.CLUSTER_UNREACHABLE,
						"no attempt succeeded before the timeout: 503 Service Unavailable",
						List.of("503 Service Unavailable"))));
		assertThat(run.step(DELETE).detail()).isEqualTo("nothing was created");
		touchedNothing(run, "watch", "create iris", "find iris", "leave");
	}

	@ParameterizedTest
	@CsvSource({ "409, AlreadyExists", "403, Forbidden", "422, Invalid" })
	void findsOwnResourceAfterLostResponse(int code, String reason) {
		// A quota that the first attempt used up refuses the second with a 403.
		cluster.onCreate(unavailable("connection reset"), rejected(code, reason, "no"));
		cluster.onFindCreated(accepted(Optional.of(Sample.single().uid("uid-7").resource())));
		stage.starts();
		stage.waitsIn(CREATE);
		stage.passes(Duration.ofSeconds(1));
		stage.waitsIn(AWAIT_READY);
		stage.cancels();
		RunSnapshot run = stage.ends();
		assertThat(run.uid()).isEqualTo("uid-7");
		assertThat(run).cancelledAt(AWAIT_READY).succeeded(CREATE, DELETE).skipped(SCALE, AWAIT_SCALED);
		assertThat(cluster.calls()).containsExactly("watch", "create iris", "create iris", "find iris", "bind uid-7",
				"delete iris uid-7", "leave");
	}

	@ParameterizedTest
	@CsvSource({ "409, AlreadyExists, the name is already in use", "403, Forbidden, rejected by an admission plugin" })
	void doesNotTouchObjectOfAnotherClient(int code, String reason, String who) {
		cluster.onCreate(unavailable("connection reset"), rejected(code, reason, "the server's sentence"));
		stage.starts();
		stage.waitsIn(CREATE);
		stage.passes(Duration.ofSeconds(1));
		RunSnapshot run = stage.ends();
		assertThat(run.failure()).contains(new Failure(CREATE, new Diagnosis(Cause.REFUSED, "the server's sentence",
				List.of("the API server responded with " + code + " " + reason + ": " + who))));
		touchedNothing(run, "watch", "create iris", "create iris", "find iris", "leave");
	}

	@Test
	void createsAgainIfLostResourceWasDeleted() {
		cluster.onCreate(unavailable("connection reset"), TAKEN, accepted(Sample.single().uid("uid-8").resource()));
		pausesSinceTheNameHasBecomeFree();
		stage.passes(Duration.ofSeconds(1));
		stage.waitsIn(AWAIT_READY);
		stage.cancels();
		RunSnapshot run = stage.ends();
		assertThat(run.uid()).isEqualTo("uid-8");
		assertThat(run).cancelledAt(AWAIT_READY).succeeded(CREATE, DELETE).skipped(SCALE, AWAIT_SCALED);
		assertThat(cluster.calls()).containsExactly("watch", "create iris", "create iris", "find iris", "create iris",
				"bind uid-8", "delete iris uid-8", "leave");
	}

	@Test
	void repeatsLookupIfNameIsInUseAgain() {
		cluster.onCreate(unavailable("connection reset"), TAKEN, TAKEN);
		cluster.onFindCreated(accepted(Optional.empty()),
				accepted(Optional.of(Sample.single().uid("uid-7").resource())));
		pausesSinceTheNameHasBecomeFree();
		stage.passes(Duration.ofSeconds(1));
		stage.waitsIn(AWAIT_READY);
		stage.cancels();
		assertThat(stage.ends().uid()).isEqualTo("uid-7");
	}

	@Test
	void isCancelledBeforeItTriesANameThatHasBecomeFree() {
		cluster.onCreate(unavailable("connection reset"), TAKEN);
		pausesSinceTheNameHasBecomeFree();
		stage.cancels();
		assertThat(stage.ends()).cancelledAt(CREATE);
		assertThat(cluster.calls("create")).isEqualTo(2);
	}

	private void pausesSinceTheNameHasBecomeFree() {
		cluster.onHolder(accepted(new NameHolder.Unused()));
		stage.starts();
		stage.waitsIn(CREATE);
		// As long as its first pause, and not as both.
		stage.passes(Duration.ofMillis(250));
		Awaitility.await().until(() -> cluster.calls("find") == 1);
		stage.waitsIn(CREATE);
	}

	@Test
	void deleteRepeatsForbiddenLookup() {
		cluster.onCreate(unavailable("connection reset"), TAKEN);
		cluster.onFindCreated(rejected(403, "Forbidden", "cannot get"),
				accepted(Optional.of(Sample.single().resource())));
		stage.starts();
		stage.waitsIn(CREATE);
		stage.passes(Duration.ofSeconds(1));
		RunSnapshot run = stage.ends();
		assertThat(run.failure()).contains(new Failure(CREATE, Diagnosis.of(Cause.REFUSED,
				"it is unknown whether the resource was created: the API server responded with 403: cannot get")));
		assertThat(run).failedAt(CREATE).succeeded(DELETE).skipped(AWAIT_READY, SCALE, AWAIT_SCALED);
		assertThat(cluster.calls()).containsExactly("watch", "create iris", "create iris", "find iris", "find iris",
				"bind uid-1", "delete iris uid-1", "leave");
	}

	@Test
	void deleteRepeatsLookupThatTimedOut() {
		cluster.onCreate(unavailable("connection reset"), TAKEN);
		cluster.onFindCreated(unavailable("still down"), accepted(Optional.of(Sample.single().resource())));
		stage.starts();
		stage.waitsIn(CREATE);
		stage.passes(Duration.ofMillis(250));
		stage.waitsIn(CREATE);
		assertThat(cluster.calls("find")).isOne();
		stage.cancels();
		RunSnapshot run = stage.ends();
		assertThat(run).cancelledAt(CREATE).succeeded(DELETE).skipped(AWAIT_READY, SCALE, AWAIT_SCALED);
		assertThat(cluster.calls("find")).isEqualTo(2);
		assertThat(cluster.calls("delete iris uid-1")).isOne();
	}

	@Test
	void isCancelledBetweenAttemptsAndLooksWhetherSomethingWasCreated() {
		cluster.onCreate(unavailable("connection reset"));
		stage.starts();
		stage.waitsIn(CREATE);
		stage.cancels();
		RunSnapshot run = stage.ends();
		assertThat(run).cancelledAt(CREATE).succeeded().skipped(AWAIT_READY, SCALE, AWAIT_SCALED, DELETE);
		assertThat(cluster.calls()).containsExactly("watch", "create iris", "find iris", "leave");
	}

	@Test
	void deletesResourceOfLostCreateAfterCancellation() {
		cluster.onCreate(unavailable("connection reset"));
		cluster.onFindCreated(accepted(Optional.of(Sample.single().uid("uid-7").resource())));
		stage.starts();
		stage.waitsIn(CREATE);
		stage.cancels();
		RunSnapshot run = stage.ends();
		assertThat(run.uid()).isEqualTo("uid-7");
		assertThat(run).cancelledAt(CREATE).succeeded(DELETE).skipped(AWAIT_READY, SCALE, AWAIT_SCALED);
		assertThat(cluster.calls()).containsExactly("watch", "create iris", "find iris", "bind uid-7",
				"delete iris uid-7", "leave");
	}

	@Test
	void deletesResourceCreatedDuringCancellation() {
		cluster.onCreate(() -> {
			stage.cancels();
			return accepted(Sample.single().resource());
		});
		RunSnapshot run = stage.runsToTheEnd();
		assertThat(run).cancelledAt(AWAIT_READY).succeeded(CREATE, DELETE).skipped(SCALE, AWAIT_SCALED);
		assertThat(run.step(AWAIT_READY).startedAt()).isNull();
		assertThat(cluster.calls()).containsExactly("watch", "create iris", "bind uid-1", "delete iris uid-1", "leave");
	}

	private void touchedNothing(RunSnapshot run, String... calls) {
		assertThat(run.status()).isEqualTo(RunStatus.FAILED);
		assertThat(run.uid()).isNull();
		assertThat(run.cleanup()).isEmpty();
		assertThat(run).failedAt(CREATE).succeeded().skipped(AWAIT_READY, SCALE, AWAIT_SCALED, DELETE);
		assertThat(Stage.detail(run, StepName.AWAIT_SCALED)).isEqualTo("CREATE failed");
		assertThat(cluster.calls()).containsExactly(calls);
	}

}
