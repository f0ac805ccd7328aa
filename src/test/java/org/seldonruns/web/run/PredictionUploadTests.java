package org.seldonruns.web.run;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.seldonruns.lifecycle.FakeRunService;
import org.seldonruns.run.request.PredictionParameters;
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
import static org.seldonruns.web.run.FormParts.emptyField;
import static org.seldonruns.web.run.FormParts.part;
import static org.seldonruns.web.problem.ProblemAssertions.assertThatProblem;

/** Uploads with the parts that describe predictions. */
@WebTest
class PredictionUploadTests {

	private static final String FILE = part("file", TestRuns.MANIFEST);

	private static final String REQUEST = part("request", "{\"data\": {\"ndarray\": [[1, 2]]}}");

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private FakeRunService runs;

	@Test
	void requestMakesTheRunPredict() {
		assertThat(form("", FILE + REQUEST)).hasStatus(HttpStatus.ACCEPTED)
			.bodyJson()
			.extractingPath("$.steps[*].name")
			.asArray()
			.containsExactly("CREATE", "AWAIT_READY", "PREDICT", "SCALE", "AWAIT_SCALED", "PREDICT_SCALED", "DELETE");
		assertThat(runs.started().parameters().predictions()).isEqualTo(new PredictionParameters(null, 1));
		assertThat(text(parts().request())).isEqualTo("{\"data\": {\"ndarray\": [[1, 2]]}}");
		assertThat(parts().expect()).isNull();
	}

	@Test
	void pathCountAndSchemaAreTaken() {
		MvcTestResult answer = form("&predictPath=/v2/models/iris/infer&predictions=20",
				part("expect", "{\"type\": \"object\"}") + REQUEST + FILE);
		assertThat(answer).hasStatus(HttpStatus.ACCEPTED)
			.bodyJson()
			.extractingPath("$.parameters.predictions")
			.isEqualTo(20);
		assertThat(answer).bodyJson().extractingPath("$.parameters.predictPath").isEqualTo("/v2/models/iris/infer");
		assertThat(text(parts().expect())).isEqualTo("{\"type\": \"object\"}");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void withoutRequestTheRunHasFiveSteps(boolean emptyFields) {
		assertThat(form("", FILE + (emptyFields ? emptyField("request") + emptyField("expect") : "")))
			.hasStatus(HttpStatus.ACCEPTED)
			.bodyJson()
			.extractingPath("$.steps[*].name")
			.asArray()
			.hasSize(5);
	}

	@ParameterizedTest
	@CsvSource({ "predictPath=/a, predictPath is set", "predictions=2, predictions is set" })
	void parameterWithoutRequestIsRejected(String parameter, String detail) {
		assertThatProblem(form("&" + parameter, FILE), ProblemType.UNACCEPTABLE_PARAMETER).contains(detail,
				"part request");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "/../b", "/%2e%2e/b", "/a//b", "/a%252fb", "/a%3Fdry%23", "/a%5Cb" })
	void unsafePathIsRejected(String path) {
		MvcTestResult answer = mvc.post()
			.uri("/runs?namespace=seldon&predictPath={path}", path)
			.header("Content-Type", "multipart/form-data; boundary=frontier")
			.content(FILE + REQUEST + "--frontier--\r\n")
			.exchange();
		if (path.equals("/a%3Fdry%23")) {
			// An encoded question mark stays a part of the path.
			assertThat(answer).hasStatus(HttpStatus.ACCEPTED);
			return;
		}
		assertThatProblem(answer, ProblemType.INVALID_PARAMETER).contains("predictPath is");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1001 })
	void countIsLimited(int count) {
		assertThatProblem(form("&predictions=" + count, FILE + REQUEST), ProblemType.UNACCEPTABLE_PARAMETER)
			.contains("from 1 to 1000");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "request | {a: 1} | not valid JSON (line 1, column 2)", "request | ` ` | is empty",
					"request | {} {} | more than one JSON value", "request | {\"a\": | not valid JSON",
					"expect | [] | not a valid JSON Schema", "expect | {\"type\": 1} | not a valid JSON Schema",
					"expect | {\"$ref\": \"https://example.org/s\"} | not a valid JSON Schema" })
	void invalidPartIsRejected(String name, String content, String detail) {
		String parts = FILE + part(name, content) + (name.equals("expect") ? REQUEST : "");
		assertThatProblem(form("", parts), ProblemType.INVALID_UPLOAD).contains("part " + name, detail);
	}

	@Test
	void fieldInAnotherCharsetIsConverted() {
		assertThat(mvc.post()
			.uri("/runs?namespace=seldon")
			.header("Content-Type", "multipart/form-data; boundary=frontier")
			.content((FILE + field("ISO-8859-1", "\"ü\"") + "--frontier--\r\n").getBytes(StandardCharsets.ISO_8859_1))
			.exchange()).hasStatus(HttpStatus.ACCEPTED);
		assertThat(text(parts().request())).isEqualTo("\"ü\"");
	}

	@Test
	void unknownCharsetOfAFieldIsRejected() {
		assertThatProblem(form("", FILE + field("none", "{}")), ProblemType.UNSUPPORTED_MEDIA_TYPE)
			.contains("malformed");
	}

	private static String field(String charset, String content) {
		return part("request", content).replaceFirst("; filename=[^\r]*", "")
			.replaceFirst("\r\n\r\n", "\r\nContent-Type: text/plain; charset=" + charset + "\r\n\r\n");
	}

	@Test
	void schemaWithoutRequestIsRejected() {
		assertThatProblem(form("", FILE + part("expect", "{}")), ProblemType.INVALID_UPLOAD)
			.contains("a part named expect but none named request");
	}

	@Test
	void repeatedRequestIsRejected() {
		assertThatProblem(form("", FILE + REQUEST + REQUEST), ProblemType.INVALID_UPLOAD)
			.contains("more than one part named request");
	}

	@Test
	void largePartsAreRejected() {
		String large = "\"" + "a".repeat(1024 * 1024) + "\"";
		assertThatProblem(form("", FILE + part("request", large)), ProblemType.UPLOAD_TOO_LARGE)
			.contains("The part request is larger than the limit of 1024 KiB");
		assertThatProblem(form("", FILE + REQUEST + part("expect", large.substring(0, 70_000))),
				ProblemType.UPLOAD_TOO_LARGE)
			.contains("The part expect is larger than the limit of 64 KiB");
	}

	@Test
	void largestRequestIsAccepted() {
		assertThat(form("", FILE + part("request", "\"" + "a".repeat(1024 * 1024 - 2) + "\"")))
			.hasStatus(HttpStatus.ACCEPTED);
	}

	@Test
	void kafkaHasNoRest() {
		String kafka = TestRuns.MANIFEST.replace("spec:\n  predictors", "spec:\n  serverType: kafka\n  predictors");
		assertThat(kafka).contains("kafka");
		assertThatProblem(form("", part("file", kafka) + REQUEST), ProblemType.UNACCEPTABLE_MANIFEST)
			.contains("spec.serverType is kafka");
		assertThat(form("", part("file", kafka))).hasStatus(HttpStatus.ACCEPTED);
	}

	private UploadParts parts() {
		return Objects.requireNonNull(runs.started().parts());
	}

	private static String text(@Nullable Upload upload) {
		return new String(Objects.requireNonNull(upload).bytes(), StandardCharsets.UTF_8);
	}

	private MvcTestResult form(String query, String parts) {
		return FormParts.post(mvc, query, parts);
	}

}
