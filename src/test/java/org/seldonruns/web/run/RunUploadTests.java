package org.seldonruns.web.run;

import java.util.List;
import java.util.Objects;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.seldonruns.lifecycle.FakeRunService;
import org.seldonruns.web.TestRuns;
import org.seldonruns.web.WebTest;
import org.seldonruns.web.problem.ProblemType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seldonruns.web.problem.ProblemAssertions.assertThatProblem;

@WebTest
class RunUploadTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private FakeRunService runs;

	@ParameterizedTest
	@ValueSource(strings = { "application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml", "text/plain",
			"application/json", "application/yaml;charset=UTF-8", "text/yaml; charset=\"utf-8\"", "APPLICATION/YAML" })
	void documentStartsRun(String contentType) {
		MvcTestResult response = post("/runs?namespace=seldon", contentType, TestRuns.MANIFEST);
		assertThat(response).hasStatus(HttpStatus.ACCEPTED).hasContentType(MediaType.APPLICATION_JSON);
		assertThat(response).bodyJson().extractingPath("$.status").isEqualTo("QUEUED");
		assertThat(response).bodyJson().extractingPath("$.resource.name").isEqualTo("iris");
		assertThat(Objects.requireNonNull(runs.started().upload()).bytes()).asString(StandardCharsets.UTF_8)
			.isEqualTo(TestRuns.MANIFEST);
		assertThat(Objects.requireNonNull(runs.started().upload()).contentType())
			.isEqualTo(MediaType.parseMediaType(contentType).getType() + "/"
					+ MediaType.parseMediaType(contentType).getSubtype());
	}

	@Test
	void fileInFormStartsRun() {
		MvcTestResult response = form(part("file", "application/octet-stream", TestRuns.MANIFEST));
		assertThat(response).hasStatus(HttpStatus.ACCEPTED);
		assertThat(Objects.requireNonNull(runs.started().upload()).bytes()).asString(StandardCharsets.UTF_8)
			.isEqualTo(TestRuns.MANIFEST);
		assertThat(Objects.requireNonNull(runs.started().upload()).contentType()).isEqualTo("application/yaml");
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/xml", "image/png", "nonsense", "text/yaml;charset=ISO-8859-1",
			"text/yaml;charset=no-such-thing", "multipart/mixed;boundary=x", "" })
	void unsupportedTypesAreRejected(String contentType) {
		MvcTestResult response = mvc.post()
			.uri("/runs?namespace=seldon")
			.header("Content-Type", contentType)
			.content(TestRuns.MANIFEST)
			.exchange();
		assertThatProblem(response, ProblemType.UNSUPPORTED_MEDIA_TYPE).contains("-H 'Content-Type: application/yaml'",
				"-F file=@");
		assertThat(response.getResponse().getHeader("Accept-Post")).contains("multipart/form-data", "application/yaml");
		// The header would mean an unsupported encoding (RFC 9110, section 12.5.3).
		assertThat(response).doesNotContainHeader("Accept-Encoding");
	}

	@ParameterizedTest
	@ValueSource(strings = { "gzip", "GZIP", "identity, br", "x" })
	void encodedBodyIsRejected(String coding) {
		for (String type : List.of("application/yaml", "multipart/form-data; boundary=frontier")) {
			MvcTestResult response = mvc.post()
				.uri("/runs?namespace=seldon")
				.header("Content-Type", type)
				.header("Content-Encoding", coding)
				.content(new byte[] { 0x1f, (byte) 0x8b, 8, 0 })
				.exchange();
			assertThatProblem(response, ProblemType.UNSUPPORTED_CONTENT_ENCODING).contains("Content-Encoding");
			assertThat(response).hasHeader("Accept-Encoding", "identity").containsHeader("Accept-Post");
		}
	}

	@Test
	void encodedPartIsRejected() {
		String part = part("file", "application/yaml\r\nContent-Encoding: gzip", TestRuns.MANIFEST);
		assertThatProblem(form(part), ProblemType.UNSUPPORTED_CONTENT_ENCODING).contains("\"gzip\"");
		assertThat(form(part.replace("gzip", "identity"))).hasStatus(HttpStatus.ACCEPTED);
	}

	@Test
	void identityEncodingIsAllowed() {
		assertThat(mvc.post()
			.uri("/runs?namespace=seldon")
			.header("Content-Type", "application/yaml")
			.header("Content-Encoding", "Identity")
			.content(TestRuns.MANIFEST)).hasStatus(HttpStatus.ACCEPTED);
	}

	@Test
	void bodyWithoutTypeIsRejected() {
		assertThatProblem(mvc.post().uri("/runs?namespace=seldon").content(TestRuns.MANIFEST).exchange(),
				ProblemType.UNSUPPORTED_MEDIA_TYPE)
			.contains("has no Content-Type");
	}

	@Test
	void formsWithoutExactlyOneFileAreRejected() {
		String file = part("file", "application/yaml", TestRuns.MANIFEST);
		assertThatProblem(form(""), ProblemType.INVALID_UPLOAD).contains("no part named file");
		assertThatProblem(form(file + file), ProblemType.INVALID_UPLOAD).contains("more than one part named file");
		assertThatProblem(form(part("manifest", "application/yaml", TestRuns.MANIFEST)), ProblemType.INVALID_UPLOAD)
			.contains("a part named \"manifest\"", "only file, request, expect, update are supported");
		assertThatProblem(form(file + part("replicas", "text/plain", "2")), ProblemType.INVALID_UPLOAD)
			.contains("Send parameters in the query");
	}

	@Test
	void malformedFormsAreRejected() {
		assertThatProblem(post("/runs?namespace=a", "multipart/form-data", TestRuns.MANIFEST),
				ProblemType.INVALID_UPLOAD)
			.contains("no boundary");
		assertThatProblem(post("/runs?namespace=a", "multipart/form-data;boundary=x", "--x\r\nContent-Disp"),
				ProblemType.INVALID_UPLOAD)
			.contains("malformed");
		assertThatProblem(post("/runs?namespace=a", "multipart/form-data;boundary=x", TestRuns.MANIFEST),
				ProblemType.INVALID_UPLOAD);
	}

	@Test
	void largeDocumentsAreRejected() {
		String large = "#" + "x".repeat(3_000_000);
		assertThatProblem(post("/runs?namespace=a", "application/yaml", large), ProblemType.UPLOAD_TOO_LARGE)
			.contains("1024 KiB");
		assertThatProblem(form(part("file", "application/yaml", large)), ProblemType.UPLOAD_TOO_LARGE);
	}

	@Test
	void formDoesNotCountTowardsTheSizeOfItsFile() {
		String document = TestRuns.MANIFEST + "#" + "x".repeat(1024 * 1024 - TestRuns.MANIFEST.length() - 1);
		assertThat(form(part("file", "application/yaml", document))).hasStatus(HttpStatus.ACCEPTED);
		assertThatProblem(form(part("file", "application/yaml", document + "x")), ProblemType.UPLOAD_TOO_LARGE);
	}

	@Test
	void malformedManifestIsRejectedWithLineAndColumn() {
		MvcTestResult response = post("/runs?namespace=a", "application/yaml", "kind: [\n");
		assertThatProblem(response, ProblemType.UNREADABLE_MANIFEST).isNotBlank();
		assertThat(response).bodyJson().extractingPath("$.errors[0].line").isNotNull();
		assertThat(response).bodyJson().extractingPath("$.errors[0].column").isNotNull();
		assertThat(response).bodyJson().extractingPath("$.errors[0].detail").isNotNull();
	}

	@Test
	void invalidManifestIsRejectedWithPointers() {
		MvcTestResult response = post("/runs?namespace=a", "application/yaml",
				TestRuns.MANIFEST.replace("name: iris", "name: Iris!"));
		assertThatProblem(response, ProblemType.UNACCEPTABLE_MANIFEST).contains("metadata.name");
		assertThat(response).bodyJson().extractingPath("$.errors[0].pointer").isEqualTo("/metadata/name");
	}

	private MvcTestResult post(String uri, String contentType, String body) {
		return TestRuns.post(mvc, uri, contentType, body);
	}

	private MvcTestResult form(String parts) {
		return FormParts.post(mvc, "", parts);
	}

	private static String part(String name, String contentType, String content) {
		return "--frontier\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"model\"\r\nContent-Type: %s\r\n\r\n%s\r\n"
			.formatted(name, contentType, content);
	}

}
