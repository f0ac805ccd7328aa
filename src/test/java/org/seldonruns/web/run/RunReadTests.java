package org.seldonruns.web.run;

import java.util.Objects;
import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import org.seldonruns.lifecycle.FakeRunService;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunId;
import org.seldonruns.run.StepName;
import org.seldonruns.web.TestRuns;
import org.seldonruns.web.WebTest;
import org.seldonruns.web.problem.ProblemType;
import org.seldonruns.web.text.RunTextTests;
import org.seldonruns.web.view.RunView;
import org.seldonruns.web.view.TimeFormats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seldonruns.web.problem.ProblemAssertions.assertThatProblem;

@WebTest
class RunReadTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private FakeRunService runs;

	@Test
	void queuedRunHasEveryField() {
		Run run = runs.add(TestRuns.request());
		assertThat(show(run)).hasStatusOk()
			.hasContentType(MediaType.APPLICATION_JSON)
			.bodyJson()
			.isStrictlyEqualTo(
					"""
							{"id": "%s", "status": "QUEUED", "namespace": "seldon", "labels": {"commit": "9f1c2e"},
							 "startedBy": null,
							 "resource": {"apiVersion": "machinelearning.seldon.io/v1", "kind": "SeldonDeployment",
							              "name": "iris", "uid": null},
							 "parameters": {"replicas": 2, "timeout": "PT5M", "deleteTimeout": "PT2M",
							                "keepOnFailure": null, "stableFor": "PT0S", "fieldValidation": "Warn",
							                "predictions": null, "predictPath": null, "maxDowntime": null},
							 "createdAt": "%s", "startedAt": null, "finishedAt": null, "durationMillis": null,
							 "steps": [%s, %s, %s, %s, %s],
							 "components": [], "warningCount": 0, "warnings": [], "timeline": [], "failure": null, "cleanup": null, "keptUntil": null}"""
						.formatted(run.id(), TimeFormats.text(run.snapshot().createdAt()), pending("CREATE"),
								pending("AWAIT_READY"), pending("SCALE"), pending("AWAIT_SCALED"), pending("DELETE")));
	}

	@Test
	void succeededRunShowsItsStepsComponentsAndTimeline() {
		Run run = runs.add(TestRuns.request());
		TestRuns.succeed(run, runs.time);
		MvcTestResult response = show(run);
		assertThat(response).bodyJson().extractingPath("$.status").isEqualTo("SUCCEEDED");
		assertThat(response).bodyJson().extractingPath("$.durationMillis").isEqualTo(65114);
		assertThat(response).bodyJson().extractingPath("$.resource.uid").isEqualTo(TestRuns.UID);
		assertThat(response).bodyJson().extractingPath("$.steps[1].durationMillis").isEqualTo(1096);
		assertThat(response).bodyJson()
			.extractingPath("$.components[0].replicas")
			.asMap()
			.containsEntry("initial", 1)
			.containsEntry("scaled", 2)
			.containsEntry("updated", null);
		assertThat(response).bodyJson()
			.extractingPath("$.components[0]")
			.asMap()
			.containsEntry("autoscaled", false)
			.containsEntry("kind", "component")
			.containsEntry("predictor", "default")
			.containsEntry("containers", List.of("classifier"))
			.containsEntry("restarts", 0)
			.containsEntry("deployment", "iris-default-0-classifier");
		assertThat(response).bodyJson()
			.extractingPath("$.timeline[1]")
			.asMap()
			.containsOnlyKeys("seq", "at", "occurredAt", "step", "afterEnd", "kind", "name", "type", "reason",
					"message", "count")
			.containsEntry("seq", 2)
			.containsEntry("occurredAt", "2026-11-22T06:41:04.571Z")
			.containsEntry("step", "AWAIT_READY")
			.containsEntry("type", "Warning")
			.containsEntry("count", 3);
		assertThat(response).bodyJson().extractingPath("$.timeline[0].occurredAt").isNull();
		assertThat(response).bodyJson().extractingPath("$.failure").isNull();
	}

	@Test
	void failureIsADocumentedProblem() {
		Run run = runs.add(TestRuns.request());
		TestRuns.failWithCleanup(run, runs.time);
		MvcTestResult response = show(run);
		assertThat(response).hasStatusOk();
		assertThat(response).bodyJson()
			.extractingPath("$.failure")
			.asMap()
			.containsOnlyKeys("type", "title", "detail", "step", "cause", "evidence")
			.containsEntry("type", "/problems/run-failed/timed-out")
			.containsEntry("title", "Step timed out")
			.containsEntry("step", "AWAIT_READY")
			.containsEntry("cause", "TIMED_OUT");
		assertThat(response).bodyJson()
			.extractingPath("$.cleanup.type")
			.isEqualTo("/problems/run-failed/deletion-blocked");
		assertThat(mvc.get().uri("/problems/run-failed/timed-out")).hasStatusOk();
	}

	@Test
	void timesAlwaysHaveMilliseconds() {
		runs.time.pass(Duration.ofMillis(1000 - runs.time.now().get(ChronoField.MILLI_OF_SECOND)));
		MvcTestResult response = show(runs.add(TestRuns.request()));
		assertThat(response).bodyJson().extractingPath("$.createdAt").asString().endsWith(".000Z");
	}

	@Test
	void textIsServedIfAccepted() {
		Run run = runs.add(TestRuns.request());
		MvcTestResult response = mvc.get().uri("/runs/" + run.id()).accept(MediaType.TEXT_PLAIN).exchange();
		assertThat(response).hasStatusOk().bodyText().isEqualTo(RunTextTests.text(RunView.of(run.snapshot())));
		assertThat(response.getResponse().getContentType()).isEqualTo("text/plain;charset=UTF-8");
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "*/*", "application/*",
			"application/json;q=0.9,text/plain;q=0.1" })
	void jsonIsServedIfAccepted(String accept) {
		Run run = runs.add(TestRuns.request());
		assertThat(mvc.get().uri("/runs/" + run.id()).header("Accept", accept)).hasStatusOk()
			.hasContentType(MediaType.APPLICATION_JSON);
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/html", "application/yaml", "nonsense", "image/*" })
	void otherTypesAreNotServed(String accept) {
		Run run = runs.add(TestRuns.request());
		assertThatProblem(mvc.get().uri("/runs/" + run.id()).header("Accept", accept).exchange(),
				ProblemType.NOT_ACCEPTABLE)
			.isNotBlank();
	}

	@Test
	void runHasCachingAndContentTypeHeaders() {
		MvcTestResult response = show(runs.add(TestRuns.request()));
		assertThat(response).hasHeader("Cache-Control", "no-cache, private")
			.hasHeader("X-Content-Type-Options", "nosniff");
	}

	@Test
	void unchangedRunIsNotModified() {
		Run run = runs.add(TestRuns.request());
		String tag = Objects.requireNonNull(show(run).getResponse().getHeader("ETag"));
		assertThat(tag).isEqualTo("W/\"%d-json\"".formatted(run.summary().version()));

		MvcTestResult again = mvc.get().uri("/runs/" + run.id()).header("If-None-Match", tag).exchange();
		assertThat(again).hasStatus(304).hasHeader("ETag", tag).body().isEmpty();
		run.begin(StepName.CREATE, null);
		assertThat(mvc.get().uri("/runs/" + run.id()).header("If-None-Match", tag)).hasStatusOk();
		assertThat(show(run).getResponse().getHeader("ETag")).isNotEqualTo(tag);
	}

	@Test
	void etagDependsOnMediaType() {
		Run run = runs.add(TestRuns.request());
		String json = Objects.requireNonNull(show(run).getResponse().getHeader("ETag"));
		String text = Objects.requireNonNull(known(run, "text/plain", json).getResponse().getHeader("ETag"));

		assertThat(known(run, "text/plain", json)).hasStatusOk();
		assertThat(known(run, "application/json", text)).hasStatusOk();
		assertThat(known(run, "text/plain", text)).hasStatus(304);
		assertThat(known(run, "*/*", json)).hasStatus(304);
		assertThat(known(run, "text/plain;q=0.9, */*;q=0.1", text)).hasStatus(304);
		assertThat(known(run, "text/plain;q=0.1, application/json;q=0.2", text)).hasStatusOk();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/runs", "/runs/ID", "/runs/ID/manifest", "/runs/ID/junit.xml", "/runs/1", "/problems",
			"/problems/run-not-found" })
	void everyResponseHasVary(String path) {
		Run run = runs.add(TestRuns.request());
		String uri = path.replace("ID", run.id().toString());
		assertThat(mvc.get().uri(uri)).hasHeader("Vary", "Accept, Authorization, Accept-Encoding");
		assertThat(mvc.head().uri(uri)).hasHeader("Vary", "Accept, Authorization, Accept-Encoding");
		String tag = Objects.requireNonNull(show(run).getResponse().getHeader("ETag"));
		assertThat(known(run, "*/*", tag)).hasStatus(304).hasHeader("Vary", "Accept, Authorization, Accept-Encoding");
	}

	@Test
	void headRespondsLikeGet() {
		assertThat(mvc.head().uri("/runs/" + runs.add(TestRuns.request()).id())).hasStatusOk();
		assertThat(mvc.head().uri("/runs/" + RunId.next())).hasStatus(404);
	}

	@Test
	void unknownIdIsNotFound() {
		String id = RunId.next().toString();
		for (String path : List.of("/runs/" + id, "/runs/" + id + "/manifest")) {
			assertThatProblem(mvc.get().uri(path).exchange(), ProblemType.RUN_NOT_FOUND).contains(id);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "1", "0199F1C2-5C1E-7B3A-9D7F-2F1F6C0F8A11", "0199f1c2-5c1e-7b3a-9d7f-2f1f6c0f8a1",
			"0199f1c2-5c1e-7b3a-9d7f-2f1f6c0f8a111", "%20", "%D9%A1" })
	void malformedIdIsRejected(String id) {
		for (String path : List.of("/runs/" + id, "/runs/" + id + "/manifest")) {
			assertThatProblem(mvc.get().uri(URI.create(path)).exchange(), ProblemType.INVALID_ID).contains("UUID");
		}
	}

	@Test
	void unknownParameterIsRejected() {
		assertThatProblem(mvc.get().uri("/runs/" + runs.add(TestRuns.request()).id() + "?wait=5").exchange(),
				ProblemType.INVALID_PARAMETER)
			.contains("\"wait\"", "known parameters: none");
	}

	@Test
	void manifestIsReturnedUnchanged() {
		Run run = runs.add(TestRuns.request());
		MvcTestResult response = mvc.get().uri("/runs/" + run.id() + "/manifest").exchange();
		assertThat(response).hasStatusOk()
			.hasHeader("Content-Disposition", "attachment; filename=\"iris.yaml\"")
			.hasHeader("X-Content-Type-Options", "nosniff");
		assertThat(response.getResponse().getContentType()).isEqualTo("application/yaml");
		assertThat(response.getResponse().getContentAsByteArray())
			.isEqualTo(Objects.requireNonNull(run.request().upload()).bytes());
	}

	private static String pending(String step) {
		return """
				{"name": "%s", "status": "PENDING", "startedAt": null, "deadline": null, "finishedAt": null, "durationMillis": null,
				 "detail": null, "predictions": [], "availability": []}"""
			.formatted(step);
	}

	private MvcTestResult known(Run run, String accept, String tag) {
		return mvc.get().uri("/runs/" + run.id()).header("Accept", accept).header("If-None-Match", tag).exchange();
	}

	private MvcTestResult show(Run run) {
		return mvc.get().uri("/runs/" + run.id()).exchange();
	}

}
