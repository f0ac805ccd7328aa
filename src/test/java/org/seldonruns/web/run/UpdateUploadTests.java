package org.seldonruns.web.run;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seldonruns.lifecycle.DryRunResult;
import org.seldonruns.lifecycle.FakeRunService;
import org.seldonruns.run.request.UpdateParameters;
import org.seldonruns.run.request.Upload;
import org.seldonruns.run.request.UploadParts;
import org.seldonruns.web.TestRuns;
import org.seldonruns.web.WebTest;
import org.seldonruns.web.problem.ProblemType;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seldonruns.web.run.FormParts.part;
import static org.seldonruns.web.problem.ProblemAssertions.assertThatProblem;

/** Uploads with the part update. */
@WebTest
class UpdateUploadTests {

	private static final String FILE = part("file", TestRuns.MANIFEST);

	private static final String UPDATE = part("update", TestRuns.MANIFEST);

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private FakeRunService runs;

	@Test
	void updateAddsSteps() {
		assertThat(form("&maxDowntime=0s", FILE + UPDATE)).hasStatus(HttpStatus.ACCEPTED)
			.bodyJson()
			.extractingPath("$.steps[*].name")
			.asArray()
			.containsExactly("CREATE", "AWAIT_READY", "SCALE", "AWAIT_SCALED", "UPDATE", "AWAIT_UPDATED", "DELETE");
		assertThat(runs.started().parameters().update()).isEqualTo(new UpdateParameters(Duration.ZERO));
		UploadParts parts = runs.started().parts();
		Upload update = (parts != null) ? parts.update() : null;
		assertThat((update != null) ? new String(update.bytes(), StandardCharsets.UTF_8) : "")
			.isEqualTo(TestRuns.MANIFEST);
	}

	@Test
	void updateWithPredictionsAddsThreeSteps() {
		assertThat(form("", FILE + UPDATE + part("request", "{}"))).hasStatus(HttpStatus.ACCEPTED)
			.bodyJson()
			.extractingPath("$.steps[*].name")
			.asArray()
			.containsExactly("CREATE", "AWAIT_READY", "PREDICT", "SCALE", "AWAIT_SCALED", "PREDICT_SCALED", "UPDATE",
					"AWAIT_UPDATED", "PREDICT_UPDATED", "DELETE");
	}

	@Test
	void parameterWithoutUpdateIsRejected() {
		assertThatProblem(form("&maxDowntime=1s", FILE), ProblemType.UNACCEPTABLE_PARAMETER)
			.contains("maxDowntime is set", "part update");
	}

	@ParameterizedTest
	@CsvSource({ "-1s, UNACCEPTABLE_PARAMETER", "soon, INVALID_PARAMETER", "5, INVALID_PARAMETER" })
	void downtimeIsADuration(String value, ProblemType type) {
		assertThatProblem(form("&maxDowntime=" + value, FILE + UPDATE), type).contains("maxDowntime is");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			name: iris  | name: rose                     | metadata.name is "rose" but must be "iris"
			name: iris  | name: iris, namespace: other | metadata.namespace is "other" but must be "seldon"
			""")
	void updateOfAnotherResourceIsRejected(String from, String to, String detail) {
		String other = TestRuns.MANIFEST.replace(from, to.replace(", ", "\n  "));
		assertThat(other).isNotEqualTo(TestRuns.MANIFEST);
		assertThatProblem(form("", FILE + part("update", other)), ProblemType.UNACCEPTABLE_MANIFEST)
			.contains("Part update", detail);
	}

	@Test
	void invalidUpdateIsRejectedWithItsPlace() {
		assertThatProblem(form("", FILE + part("update", "kind: [")), ProblemType.UNREADABLE_MANIFEST)
			.contains("Part update", "Line 1");
		assertThatProblem(form("", FILE + part("update", "kind: Pod")), ProblemType.UNACCEPTABLE_MANIFEST)
			.contains("Part update");
	}

	@Test
	void updateWithoutRestIsRejectedIfThereIsARequest() {
		String kafka = TestRuns.MANIFEST.replace("\nspec:\n", "\nspec:\n  serverType: kafka\n");
		assertThat(kafka).isNotEqualTo(TestRuns.MANIFEST);
		assertThatProblem(form("", FILE + part("update", kafka) + part("request", "{}")),
				ProblemType.UNACCEPTABLE_MANIFEST)
			.contains("Part update: spec.serverType is kafka");
	}

	@Test
	void largeUpdateIsRejected() {
		assertThatProblem(form("", FILE + part("update", "#" + "a".repeat(1024 * 1024))), ProblemType.UPLOAD_TOO_LARGE)
			.contains("The part update is larger than the limit of 1024 KiB");
	}

	@Test
	void dryRunNamesThePartThatIsRejected() {
		runs.dryRunReturns(new DryRunResult.Rejected(422, "no graph", List.of("unknown field \"spec.x\""), true));

		assertThatProblem(form("&dryRun=true", FILE + UPDATE), ProblemType.REFUSED_BY_CLUSTER)
			.contains("Part update: no graph");
	}

	@Test
	void dryRunShowsTheWarningsOfBoth() {
		runs.dryRunReturns(
				new DryRunResult.Accepted(List.of("unknown field \"spec.a\""), List.of("unknown field \"spec.b\"")));

		assertThat(form("&dryRun=true", FILE + UPDATE)).hasStatusOk()
			.bodyJson()
			.extractingPath("$.warnings[*].message")
			.asArray()
			.containsExactly("unknown field \"spec.a\"", "part update: unknown field \"spec.b\"");
	}

	private MvcTestResult form(String query, String parts) {
		return FormParts.post(mvc, query, parts);
	}

}
