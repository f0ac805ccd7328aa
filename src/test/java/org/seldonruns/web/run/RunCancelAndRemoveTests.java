package org.seldonruns.web.run;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import org.seldonruns.lifecycle.FakeRunService;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunId;
import org.seldonruns.run.StepName;
import org.seldonruns.web.TestRuns;
import org.seldonruns.web.WebTest;
import org.seldonruns.web.problem.ProblemType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seldonruns.web.problem.ProblemAssertions.assertThatProblem;

@WebTest
class RunCancelAndRemoveTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private FakeRunService runs;

	@Test
	void liveRunIsCancelled() {
		Run run = runs.add(TestRuns.request());
		assertThat(mvc.post().uri("/runs/{id}/cancel", run.id())).hasStatus(HttpStatus.ACCEPTED)
			.bodyJson()
			.extractingPath("$.status")
			.isEqualTo("CANCELLED");
	}

	@Test
	void cancelDoesNotChangeFinishedRun() {
		Run run = runs.add(TestRuns.request());
		TestRuns.succeed(run, runs.time);
		assertThat(mvc.post().uri("/runs/{id}/cancel", run.id())).hasStatus(HttpStatus.OK)
			.bodyJson()
			.extractingPath("$.status")
			.isEqualTo("SUCCEEDED");
	}

	@Test
	void cancelRespondsWithTextIfAccepted() {
		Run run = runs.add(TestRuns.request());
		assertThat(mvc.post().uri("/runs/{id}/cancel", run.id()).accept(MediaType.TEXT_PLAIN))
			.hasStatus(HttpStatus.ACCEPTED)
			.bodyText()
			.contains("Status:       CANCELLED\n");
	}

	@Test
	void unknownAndMalformedIdsCannotBeCancelled() {
		assertThatProblem(mvc.post().uri("/runs/{id}/cancel", RunId.next()).exchange(), ProblemType.RUN_NOT_FOUND)
			.isNotBlank();
		assertThatProblem(mvc.post().uri("/runs/x/cancel").exchange(), ProblemType.INVALID_ID).isNotBlank();
		assertThatProblem(mvc.post().uri("/runs/{id}/cancel?now=true", RunId.next()).exchange(),
				ProblemType.INVALID_PARAMETER)
			.contains("now");
	}

	@Test
	void finishedRunIsRemovedOnce() {
		Run run = runs.add(TestRuns.request());
		TestRuns.succeed(run, runs.time);
		assertThat(mvc.delete().uri("/runs/{id}", run.id())).hasStatus(HttpStatus.NO_CONTENT).bodyText().isEmpty();
		assertThatProblem(mvc.delete().uri("/runs/{id}", run.id()).exchange(), ProblemType.RUN_NOT_FOUND).isNotBlank();
	}

	@Test
	void liveRunIsNotRemoved() {
		Run run = runs.add(TestRuns.request());
		assertThatProblem(mvc.delete().uri("/runs/{id}", run.id()).exchange(), ProblemType.RUN_IS_LIVE)
			.contains("/runs/" + run.id() + "/cancel");
		assertThat(mvc.get().uri("/runs/{id}", run.id())).hasStatusOk();
	}

	@Test
	void runWhoseResourceIsKeptIsNotRemoved() {
		Run run = runs.add(TestRuns.request());
		TestRuns.fail(run, runs.time);
		run.keep(Instant.parse("2026-11-22T07:11:05.113Z"));
		assertThat(mvc.get().uri("/runs/{id}", run.id())).bodyJson()
			.extractingPath("$.keptUntil")
			.isEqualTo("2026-11-22T07:11:05.113Z");
		assertThatProblem(mvc.delete().uri("/runs/{id}", run.id()).exchange(), ProblemType.RUN_IS_KEPT)
			.contains("/runs/" + run.id() + "/cancel");
		run.release();
		assertThat(mvc.get().uri("/runs/{id}", run.id())).bodyJson().extractingPath("$.keptUntil").isNull();
		assertThat(mvc.delete().uri("/runs/{id}", run.id())).hasStatus(HttpStatus.NO_CONTENT);
	}

	@Test
	void changedRunIsNeitherCancelledNorRemoved() {
		Run run = runs.add(TestRuns.request());
		String before = tag(run, MediaType.APPLICATION_JSON);
		run.begin(StepName.CREATE, null);
		for (String stale : List.of(before, "W/\"1-json\"", "\"x\"", "nonsense")) {
			assertThatProblem(mvc.post().uri("/runs/{id}/cancel", run.id()).header("If-Match", stale).exchange(),
					ProblemType.PRECONDITION_FAILED)
				.contains("GET /runs/" + run.id());
		}
		assertThat(run.isFinished()).isFalse();

		run.skip(StepName.CREATE, "the test is over");
		for (StepName step : List.of(StepName.AWAIT_READY, StepName.SCALE, StepName.AWAIT_SCALED, StepName.DELETE)) {
			run.skip(step, "the test is over");
		}
		assertThatProblem(mvc.delete().uri("/runs/{id}", run.id()).header("If-Match", before).exchange(),
				ProblemType.PRECONDITION_FAILED)
			.isNotBlank();
		assertThat(mvc.get().uri("/runs/{id}", run.id())).hasStatusOk();
	}

	@Test
	void unchangedRunIsCancelledAndRemoved() {
		Run run = runs.add(TestRuns.request());
		assertThat(mvc.post()
			.uri("/runs/{id}/cancel", run.id())
			.header("If-Match", "\"x\", " + tag(run, MediaType.TEXT_PLAIN))).hasStatus(HttpStatus.ACCEPTED);
		assertThat(mvc.post().uri("/runs/{id}/cancel", run.id()).header("If-Match", "*")).hasStatusOk();
		assertThat(mvc.delete().uri("/runs/{id}", run.id()).header("If-Match", tag(run, MediaType.APPLICATION_JSON)))
			.hasStatus(HttpStatus.NO_CONTENT);
	}

	private String tag(Run run, MediaType type) {
		return String
			.valueOf(mvc.get().uri("/runs/{id}", run.id()).accept(type).exchange().getResponse().getHeader("ETag"));
	}

	@Test
	void malformedIdCannotBeRemoved() {
		assertThatProblem(mvc.delete().uri("/runs/x").exchange(), ProblemType.INVALID_ID).isNotBlank();
		assertThatProblem(mvc.delete().uri("/runs/{id}?force=true", RunId.next()).exchange(),
				ProblemType.INVALID_PARAMETER)
			.contains("force");
	}

}
