package org.seldonruns.web.run;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import org.seldonruns.lifecycle.DryRunResult;
import org.seldonruns.lifecycle.FakeRunService;
import org.seldonruns.lifecycle.IdempotencyKeyReusedException;
import org.seldonruns.lifecycle.QueueFullException;
import org.seldonruns.lifecycle.ShuttingDownException;
import org.seldonruns.run.RunId;
import org.seldonruns.web.TestRuns;
import org.seldonruns.web.WebTest;
import org.seldonruns.web.problem.ProblemType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seldonruns.web.problem.ProblemAssertions.assertThatProblem;

@WebTest
class RunStartTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private FakeRunService runs;

	@Test
	void locationIsPathOfRun() {
		MvcTestResult response = post("/runs?namespace=seldon", "application/yaml", TestRuns.MANIFEST);
		String location = response.getResponse().getHeader("Location");
		assertThat(location).matches("/runs/[0-9a-f-]{36}");
		assertThat(mvc.get().uri(String.valueOf(location))).hasStatusOk();
	}

	@Test
	void respondsWithTextIfAccepted() {
		MvcTestResult response = mvc.post()
			.uri("/runs?namespace=seldon")
			.accept(MediaType.TEXT_PLAIN)
			.contentType("application/yaml")
			.content(TestRuns.MANIFEST)
			.exchange();
		assertThat(response).hasStatus(HttpStatus.ACCEPTED).bodyText().startsWith("Name:         iris\n");
	}

	@Test
	void runRequestHasIdempotencyKey() {
		assertThat(startWith("build-17 ")).hasStatus(HttpStatus.ACCEPTED);
		assertThat(runs.started().idempotencyKey()).isEqualTo("build-17");
	}

	@Test
	void replayedRequestHasHeader() {
		MvcTestResult first = startWith("build-17");
		assertThat(first).hasStatus(HttpStatus.ACCEPTED).doesNotContainHeader("Idempotency-Replayed");

		assertThat(startWith("build-17")).hasStatus(HttpStatus.ACCEPTED)
			.hasHeader("Idempotency-Replayed", "true")
			.hasHeader("Location", String.valueOf(first.getResponse().getHeader("Location")));
		assertThat(startWith("build-18")).doesNotContainHeader("Idempotency-Replayed");
	}

	@Test
	void reusedKeyIsRejected() {
		RunId run = RunId.next();
		runs.rejectWith(new IdempotencyKeyReusedException(run));
		assertThatProblem(startWith("build-17"), ProblemType.IDEMPOTENCY_KEY_REUSED).contains(run.toString());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a\tb", "schl\u00fcssel" })
	void invalidKeyIsRejected(String key) {
		assertThatProblem(startWith(key), ProblemType.INVALID_HEADER).contains("Idempotency-Key");
		assertThatProblem(startWith("k".repeat(256)), ProblemType.INVALID_HEADER).contains("255");
		assertThatProblem(startWith("one", "two"), ProblemType.INVALID_HEADER).contains("repeated");
		assertThat(runs.requests()).isEmpty();
	}

	private MvcTestResult startWith(Object... keys) {
		return mvc.post()
			.uri("/runs?namespace=seldon")
			.header("Idempotency-Key", keys)
			.contentType("application/yaml")
			.content(TestRuns.MANIFEST)
			.exchange();
	}

	@Test
	void fullQueueHasRetryAfter() {
		runs.rejectWith(new QueueFullException(1000));
		MvcTestResult response = post("/runs?namespace=a", "application/yaml", TestRuns.MANIFEST);
		assertThatProblem(response, ProblemType.QUEUE_FULL).startsWith("1000 runs");
		assertThat(response).hasHeader("Retry-After", "30");
	}

	@Test
	void shutdownHasRetryAfter() {
		runs.rejectWith(new ShuttingDownException());
		MvcTestResult response = post("/runs?namespace=a", "application/yaml", TestRuns.MANIFEST);
		assertThatProblem(response, ProblemType.SHUTTING_DOWN).startsWith("The service");
		assertThat(response).hasHeader("Retry-After", "30");
	}

	@Test
	void internalErrorExposesOnlyAnId() {
		runs.rejectWith(new IllegalStateException("the secret inside"));
		MvcTestResult response = post("/runs?namespace=a", "application/yaml", TestRuns.MANIFEST);
		assertThatProblem(response, ProblemType.INTERNAL_ERROR).doesNotContain("secret");
		assertThat(response).bodyJson().extractingPath("$.errorId").asString().matches("[0-9a-f-]{36}");
	}

	@Test
	void dryRunReturnsResultAndStartsNoRun() {
		runs.dryRunReturns(new DryRunResult.Accepted(List.of("deprecated field"), List.of()));
		MvcTestResult response = post("/runs?namespace=seldon&dryRun=true", "application/yaml",
				TestRuns.MANIFEST + "status: {state: Available}\n");
		assertThat(response).hasStatusOk()
			.bodyJson()
			.isStrictlyEqualTo(
					"""
							{"verdict": "ACCEPTABLE",
							 "resource": {"apiVersion": "machinelearning.seldon.io/v1", "kind": "SeldonDeployment", "name": "iris",
							              "uid": null},
							 "warnings": [
							   {"source": "UPLOAD", "message": "status was removed from the manifest, because the API server sets it.",
							    "pointer": "/status", "line": 13},
							   {"source": "API_SERVER", "message": "deprecated field", "pointer": null, "line": null}],
							 "dropped": ["status"],
							 "notChecked": [
							   "Pods: the API server checks them when a ReplicaSet creates them, against quotas, Pod Security, \
							ServiceAccounts and admission webhooks for pods.",
							   "Images, volumes, scheduling and probes: nodes check them when the pods start.",
							   "The operator's own checks while it reconciles the resource."]}""");
		assertThat(runs.requests()).isEmpty();
	}

	@Test
	void dryRunReturnsRejectionOfApiServer() {
		runs.dryRunReturns(new DryRunResult.Rejected(403, "admission webhook denied the request", List.of(), false));
		assertThatProblem(dryRun(), ProblemType.REFUSED_BY_CLUSTER).isEqualTo("admission webhook denied the request");
		runs.dryRunReturns(new DryRunResult.Rejected(409, "\"iris\" already exists", List.of(), false));
		assertThatProblem(dryRun(), ProblemType.CONFLICT_IN_CLUSTER).isEqualTo("\"iris\" already exists");
	}

	@Test
	void dryRunReturnsWarningsOfARejection() {
		runs.dryRunReturns(new DryRunResult.Rejected(422, "Can't find container",
				List.of("unknown field \"spec.predictors\""), false));
		assertThat(dryRun()).bodyJson()
			.extractingPath("$.errors[0]")
			.asMap()
			.containsEntry("pointer", "/spec/predictors")
			.containsEntry("detail", "Warning: unknown field \"spec.predictors\"");
	}

	@Test
	void dryRunNamesAWebhookThatCannotBeCalled() {
		runs.dryRunReturns(new DryRunResult.Unavailable("connection refused", null, "v1.vseldondeployment.kb.io"));
		assertThatProblem(dryRun(), ProblemType.WEBHOOK_UNAVAILABLE).contains("v1.vseldondeployment.kb.io",
				"connection refused");
		assertThat(dryRun()).hasHeader("Retry-After", "10");
	}

	@Test
	void dryRunWithoutClusterHasRetryAfter() {
		runs.dryRunReturns(new DryRunResult.Unavailable("the API server does not answer", null, null));
		assertThatProblem(dryRun(), ProblemType.CLUSTER_UNAVAILABLE).isEqualTo("the API server does not answer");
		assertThat(dryRun()).hasHeader("Retry-After", "10");
		runs.dryRunReturns(new DryRunResult.Unavailable("the API server is busy", Duration.ofMillis(2500), null));
		assertThat(dryRun()).hasHeader("Retry-After", "3");
	}

	private MvcTestResult dryRun() {
		return post("/runs?namespace=seldon&dryRun=true", "application/yaml", TestRuns.MANIFEST);
	}

	private MvcTestResult post(String uri, String contentType, String body) {
		return TestRuns.post(mvc, uri, contentType, body);
	}

}
