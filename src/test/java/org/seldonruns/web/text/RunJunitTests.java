package org.seldonruns.web.text;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

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
class RunJunitTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private FakeRunService runs;

	@Test
	void reportHasConventionalFileName() {
		Run run = finished();
		MvcTestResult response = mvc.get().uri(path(run)).exchange();
		assertThat(response).hasStatusOk()
			.hasHeader("Content-Disposition", "attachment; filename=\"TEST-seldon.iris.xml\"")
			.hasHeader("X-Content-Type-Options", "nosniff")
			.hasHeader("Cache-Control", "no-cache, private");
		assertThat(response.getResponse().getContentType()).isEqualTo("application/xml");
		assertThat(response.getResponse().getContentAsByteArray())
			.isEqualTo(JunitSchema.bytes(new JunitReport(run.snapshot())));
	}

	@Test
	void headHasLengthWithoutBody() {
		Run run = finished();
		MvcTestResult response = mvc.head().uri(path(run)).exchange();
		assertThat(response).hasStatusOk()
			.hasHeader("Content-Length", Long.toString(new JunitReport(run.snapshot()).length()));
	}

	@ParameterizedTest
	@CsvSource({ "*/*, application/xml", "application/xml, application/xml", "text/xml, text/xml",
			"'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', application/xml" })
	void reportIsServedInAcceptedXmlType(String accept, String type) {
		MvcTestResult response = mvc.get().uri(path(finished())).header("Accept", accept).exchange();
		assertThat(response).hasStatusOk();
		assertThat(response.getResponse().getContentType()).isEqualTo(type);
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "text/plain", "nonsense" })
	void reportIsNotServedInOtherTypes(String accept) {
		assertThatProblem(mvc.get().uri(path(finished())).header("Accept", accept).exchange(),
				ProblemType.NOT_ACCEPTABLE)
			.isNotBlank();
	}

	@Test
	void liveRunHasNoReport() {
		Run run = runs.add(TestRuns.request());
		assertThatProblem(mvc.get().uri(path(run)).exchange(), ProblemType.RUN_IS_LIVE).contains("QUEUED",
				"GET /runs/" + run.id());
		run.begin(StepName.CREATE, null);
		assertThatProblem(mvc.get().uri(path(run)).header("Accept", "application/xml").exchange(),
				ProblemType.RUN_IS_LIVE)
			.contains("RUNNING");
	}

	@Test
	void unknownRunAndUnknownParameterAreProblems() {
		assertThatProblem(mvc.get().uri("/runs/" + RunId.next() + "/junit.xml").exchange(), ProblemType.RUN_NOT_FOUND)
			.contains("GET /runs");
		assertThatProblem(mvc.get().uri("/runs/NONE/junit.xml").exchange(), ProblemType.INVALID_ID).contains("UUID");
		assertThatProblem(mvc.get().uri(path(finished()) + "?download=true").exchange(), ProblemType.INVALID_PARAMETER)
			.contains("\"download\"");
	}

	private Run finished() {
		Run run = runs.add(TestRuns.request());
		TestRuns.succeed(run, runs.time);
		return run;
	}

	private static String path(Run run) {
		return "/runs/" + run.id() + "/junit.xml";
	}

}
