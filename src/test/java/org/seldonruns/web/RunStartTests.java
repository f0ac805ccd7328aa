package org.seldonruns.web;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import org.seldonruns.lifecycle.Judgement;
import org.seldonruns.lifecycle.QueueFullException;
import org.seldonruns.lifecycle.ShuttingDownException;
import org.seldonruns.run.RunParameters;
import org.seldonruns.run.RunRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seldonruns.web.ProblemAssertions.assertThatProblem;

@WebTest
class RunStartTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private FakeRuns runs;

	@BeforeEach
	void reset() {
		runs.reset();
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml", "text/plain",
			"application/json", "application/yaml;charset=UTF-8", "text/yaml; charset=\"utf-8\"", "APPLICATION/YAML" })
	void bareDocumentIsQueued(String contentType) {
		MvcTestResult answer = post("/runs?namespace=seldon", contentType, TestRuns.MANIFEST);
		assertThat(answer).hasStatus(HttpStatus.ACCEPTED).hasContentType(MediaType.APPLICATION_JSON);
		assertThat(answer).bodyJson().extractingPath("$.status").isEqualTo("QUEUED");
		assertThat(answer).bodyJson().extractingPath("$.resource.name").isEqualTo("iris");
		assertThat(started().upload().bytes()).asString(StandardCharsets.UTF_8).isEqualTo(TestRuns.MANIFEST);
		assertThat(started().upload().contentType()).isEqualTo(MediaType.parseMediaType(contentType).getType() + "/"
				+ MediaType.parseMediaType(contentType).getSubtype());
	}

	@Test
	void locationLeadsToTheRun() {
		MvcTestResult answer = post("/runs?namespace=seldon", "application/yaml", TestRuns.MANIFEST);
		String location = answer.getResponse().getHeader("Location");
		assertThat(location).matches("/runs/[0-9a-f-]{36}");
		assertThat(mvc.get().uri(String.valueOf(location))).hasStatusOk();
	}

	@Test
	void answersAsTextWhereAskedTo() {
		MvcTestResult answer = mvc.post()
			.uri("/runs?namespace=seldon")
			.accept(MediaType.TEXT_PLAIN)
			.contentType("application/yaml")
			.content(TestRuns.MANIFEST)
			.exchange();
		assertThat(answer).hasStatus(HttpStatus.ACCEPTED).bodyText().startsWith("Name:         iris\n");
	}

	@Test
	void fileOfAFormIsQueued() {
		MvcTestResult answer = form(part("file", "application/octet-stream", TestRuns.MANIFEST));
		assertThat(answer).hasStatus(HttpStatus.ACCEPTED);
		assertThat(started().upload().bytes()).asString(StandardCharsets.UTF_8).isEqualTo(TestRuns.MANIFEST);
		assertThat(started().upload().contentType()).isEqualTo("application/yaml");
	}

	@Test
	void everythingElseHasItsDefault() {
		post("/runs?namespace=seldon", "application/yaml", TestRuns.MANIFEST);
		assertThat(started().parameters())
			.isEqualTo(new RunParameters(2, Duration.ofMinutes(5), Duration.ofMinutes(2)));
		assertThat(started().labels()).isEmpty();
		assertThat(started().startedBy()).isNull();
	}

	@Test
	void everyParameterCounts() {
		post("/runs?namespace=seldon&replicas=7&timeout=90s&deleteTimeout=PT1H&label=commit=9f1c2e&label=b%26c%3D=x%3Dy"
			.replace("b%26c%3D", "b/c"), "application/yaml", TestRuns.MANIFEST);
		assertThat(started().parameters()).isEqualTo(new RunParameters(7, Duration.ofSeconds(90), Duration.ofHours(1)));
		assertThat(started().labels()).containsExactly(Map.entry("commit", "9f1c2e"), Map.entry("b/c", "x=y"));
		assertThat(started().resource().namespace()).isEqualTo("seldon");
		assertThat(started().resource().apiVersion()).isEqualTo("machinelearning.seldon.io/v1");
	}

	@Test
	void manifestNamesTheNamespaceWhereTheQueryDoesNot() {
		assertThat(post("/runs", "application/yaml", inNamespace("models"))).hasStatus(HttpStatus.ACCEPTED);
		assertThat(started().resource().namespace()).isEqualTo("models");
	}

	@Test
	void bothMayNameTheSameNamespace() {
		assertThat(post("/runs?namespace=models", "application/yaml", inNamespace("models")))
			.hasStatus(HttpStatus.ACCEPTED);
	}

	@Test
	void namespacesThatDisagreeAreRefused() {
		assertThatProblem(post("/runs?namespace=seldon", "application/yaml", inNamespace("models")),
				ProblemType.UNACCEPTABLE_PARAMETER)
			.contains("\"seldon\"", "\"models\"");
		assertThat(runs.requests()).isEmpty();
	}

	@Test
	void missingNamespaceIsRefused() {
		MvcTestResult answer = post("/runs", "application/yaml", TestRuns.MANIFEST);
		assertThatProblem(answer, ProblemType.INVALID_PARAMETER).contains("namespace", "metadata.namespace");
		assertThat(answer).bodyJson().extractingPath("$.errors[0].parameter").isEqualTo("namespace");
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			replicas=two,                   replicas,      a whole number from 1 to 100
			replicas=,                      replicas,      is empty
			replicas,                       replicas,      is empty
			replicas=1&replicas=2,          replicas,      give it once
			replicas=1.5,                   replicas,      a whole number
			timeout=90,                     timeout,       90s
			timeout=soon,                   timeout,       PT5M
			timeout=,                       timeout,       is empty
			timeout=1s&timeout=1s,          timeout,       give it once
			timeout=999999999999999999999s, timeout,       PT5M
			deleteTimeout=90,               deleteTimeout, 90s
			deleteTimeout=,                 deleteTimeout, is empty
			deleteTimeout=1s&deleteTimeout=2s, deleteTimeout, give it once
			deleteTimeout=5 parsecs,        deleteTimeout, PT5M
			dryRun=yes,                     dryRun,        true or false
			dryRun=,                        dryRun,        is empty
			dryRun=true&dryRun=true,        dryRun,        give it once
			label=commit,                   label,         key=value
			label=,                         label,         is empty
			label=a=1&label=a=2,            label,         key a twice
			namespace=,                     namespace,     is empty
			namespace=a&namespace=a,        namespace,     give it once
			replica=2,                      replica,       There is no parameter
			keepOnFailure=30m,              keepOnFailure, There is no parameter
			""")
	void unreadableParameterIsNamed(String query, String parameter, String hint) {
		MvcTestResult answer = post("/runs?" + query.replace(" ", "%20"), "application/yaml", inNamespace("seldon"));
		assertThatProblem(answer, ProblemType.INVALID_PARAMETER).contains(parameter, hint);
		assertThat(answer).bodyJson().extractingPath("$.errors[*].parameter").asArray().containsExactly(parameter);
		assertThat(runs.requests()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			replicas=0,                    replicas,      from 1 to 100
			replicas=-1,                   replicas,      from 1 to 100
			replicas=101,                  replicas,      from 1 to 100
			replicas=99999999999999999999, replicas,      from 1 to 100
			timeout=0s,                    timeout,       from 1ms to PT1H
			timeout=-5m,                   timeout,       from 1ms to PT1H
			timeout=2h,                    timeout,       from 1ms to PT1H
			deleteTimeout=PT61M,           deleteTimeout, from 1ms to PT1H
			namespace=Seldon,              namespace,     DNS label
			namespace=-a,                  namespace,     DNS label
			namespace=a.b,                 namespace,     DNS label
			label==x,                      label,         its key
			label=a%20b=x,                 label,         its key
			label=a=%00,                   label,         printable
			label=a=%E2%80%AE,             label,         printable
			""")
	void unacceptableParameterIsNamed(String query, String parameter, String hint) {
		MvcTestResult answer = post("/runs?" + query, "application/yaml", inNamespace("seldon"));
		assertThatProblem(answer, ProblemType.UNACCEPTABLE_PARAMETER).contains(parameter, hint);
		assertThat(answer).bodyJson().extractingPath("$.errors[*].parameter").asArray().containsExactly(parameter);
		assertThat(runs.requests()).isEmpty();
	}

	@Test
	void longNamesAreRefused() {
		assertThatProblem(post("/runs?namespace=" + "a".repeat(64), "application/yaml", TestRuns.MANIFEST),
				ProblemType.UNACCEPTABLE_PARAMETER)
			.contains("at most 63");
		assertThatProblem(post("/runs?label=" + "a".repeat(64) + "=x", "application/yaml", inNamespace("a")),
				ProblemType.UNACCEPTABLE_PARAMETER)
			.contains("1 to 63");
		assertThatProblem(post("/runs?label=a=" + "x".repeat(254), "application/yaml", inNamespace("a")),
				ProblemType.UNACCEPTABLE_PARAMETER)
			.contains("at most 253");
	}

	@Test
	void sixteenLabelsAreTakenAndSeventeenAreNot() {
		assertThat(post("/runs?" + labels(16), "application/yaml", inNamespace("a"))).hasStatus(HttpStatus.ACCEPTED);
		assertThatProblem(post("/runs?" + labels(17), "application/yaml", inNamespace("a")),
				ProblemType.UNACCEPTABLE_PARAMETER)
			.contains("17", "at most 16");
	}

	@Test
	void allThatIsWrongIsSaidAtOnce() {
		MvcTestResult answer = post("/runs?replicas=0&timeout=x&label=a", "application/yaml", TestRuns.MANIFEST);
		assertThatProblem(answer, ProblemType.INVALID_PARAMETER).contains("replicas", "timeout", "label");
		assertThat(answer).bodyJson()
			.extractingPath("$.errors[*].parameter")
			.asArray()
			.containsExactlyInAnyOrder("replicas", "timeout", "label");
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/x-www-form-urlencoded", "application/xml", "image/png", "nonsense",
			"text/yaml;charset=ISO-8859-1", "text/yaml;charset=no-such-thing", "multipart/mixed;boundary=x", "" })
	void otherTypesAreRefusedAndTheHeaderIsNamed(String contentType) {
		MvcTestResult answer = mvc.post()
			.uri("/runs?namespace=seldon")
			.header("Content-Type", contentType)
			.content(TestRuns.MANIFEST)
			.exchange();
		assertThatProblem(answer, ProblemType.UNSUPPORTED_MEDIA_TYPE).contains("-H 'Content-Type: application/yaml'",
				"-F file=@");
		assertThat(answer.getResponse().getHeader("Accept-Post")).contains("multipart/form-data", "application/yaml");
	}

	@Test
	void bodyWithoutATypeIsRefused() {
		assertThatProblem(mvc.post().uri("/runs?namespace=seldon").content(TestRuns.MANIFEST).exchange(),
				ProblemType.UNSUPPORTED_MEDIA_TYPE)
			.contains("has no Content-Type");
	}

	@Test
	void formsWithoutExactlyOneFileAreRefused() {
		String file = part("file", "application/yaml", TestRuns.MANIFEST);
		assertThatProblem(form(""), ProblemType.INVALID_UPLOAD).contains("no part named file");
		assertThatProblem(form(file + file), ProblemType.INVALID_UPLOAD).contains("more than one part named file");
		assertThatProblem(form(part("manifest", "application/yaml", TestRuns.MANIFEST)), ProblemType.INVALID_UPLOAD)
			.contains("a part named \"manifest\"", "only file");
		assertThatProblem(form(file + part("replicas", "text/plain", "2")), ProblemType.INVALID_UPLOAD)
			.contains("parameters go into the query");
	}

	@Test
	void brokenFormsAreRefused() {
		assertThatProblem(post("/runs?namespace=a", "multipart/form-data", TestRuns.MANIFEST),
				ProblemType.INVALID_UPLOAD)
			.contains("no boundary");
		assertThatProblem(post("/runs?namespace=a", "multipart/form-data;boundary=x", "--x\r\nContent-Disp"),
				ProblemType.INVALID_UPLOAD)
			.contains("cannot be read");
		assertThatProblem(post("/runs?namespace=a", "multipart/form-data;boundary=x", TestRuns.MANIFEST),
				ProblemType.INVALID_UPLOAD);
	}

	@Test
	void largeDocumentsAreRefused() {
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
	void unreadableManifestIsRefusedWithItsPlace() {
		MvcTestResult answer = post("/runs?namespace=a", "application/yaml", "kind: [\n");
		assertThatProblem(answer, ProblemType.UNREADABLE_MANIFEST).isNotBlank();
		assertThat(answer).bodyJson().extractingPath("$.errors[0].line").isNotNull();
		assertThat(answer).bodyJson().extractingPath("$.errors[0].column").isNotNull();
		assertThat(answer).bodyJson().extractingPath("$.errors[0].detail").isNotNull();
	}

	@Test
	void unacceptableManifestIsRefusedWithPointers() {
		MvcTestResult answer = post("/runs?namespace=a", "application/yaml",
				TestRuns.MANIFEST.replace("name: iris", "name: Iris!"));
		assertThatProblem(answer, ProblemType.UNACCEPTABLE_MANIFEST).contains("metadata.name");
		assertThat(answer).bodyJson().extractingPath("$.errors[0].pointer").isEqualTo("/metadata/name");
	}

	@Test
	void fullQueueAsksToComeBack() {
		runs.refuseWith(new QueueFullException(1000));
		MvcTestResult answer = post("/runs?namespace=a", "application/yaml", TestRuns.MANIFEST);
		assertThatProblem(answer, ProblemType.QUEUE_FULL).startsWith("1000 runs");
		assertThat(answer).hasHeader("Retry-After", "30");
	}

	@Test
	void serviceThatEndsAsksToComeBack() {
		runs.refuseWith(new ShuttingDownException());
		MvcTestResult answer = post("/runs?namespace=a", "application/yaml", TestRuns.MANIFEST);
		assertThatProblem(answer, ProblemType.SHUTTING_DOWN).startsWith("The service");
		assertThat(answer).hasHeader("Retry-After", "30");
	}

	@Test
	void ownFaultShowsNothingButAnId() {
		runs.refuseWith(new IllegalStateException("the secret inside"));
		MvcTestResult answer = post("/runs?namespace=a", "application/yaml", TestRuns.MANIFEST);
		assertThatProblem(answer, ProblemType.INTERNAL_ERROR).doesNotContain("secret");
		assertThat(answer).bodyJson().extractingPath("$.errorId").asString().matches("[0-9a-f-]{36}");
	}

	@Test
	void dryRunAnswersWithTheVerdictAndStartsNothing() {
		runs.judge(new Judgement.Acceptable(List.of("deprecated field")));
		MvcTestResult answer = post("/runs?namespace=seldon&dryRun=true", "application/yaml",
				TestRuns.MANIFEST + "status: {state: Available}\n");
		assertThat(answer).hasStatusOk().bodyJson().isStrictlyEqualTo("""
				{"verdict": "ACCEPTABLE",
				 "resource": {"apiVersion": "machinelearning.seldon.io/v1", "kind": "SeldonDeployment", "name": "iris",
				              "uid": null},
				 "warnings": ["deprecated field"], "dropped": ["status"]}""");
		assertThat(runs.requests()).isEmpty();
	}

	@Test
	void dryRunPassesOnTheRefusal() {
		runs.judge(new Judgement.Unacceptable(403, "admission webhook denied the request"));
		assertThatProblem(dryRun(), ProblemType.REFUSED_BY_CLUSTER).isEqualTo("admission webhook denied the request");
		runs.judge(new Judgement.Unacceptable(409, "\"iris\" already exists"));
		assertThatProblem(dryRun(), ProblemType.CONFLICT_IN_CLUSTER).isEqualTo("\"iris\" already exists");
	}

	@Test
	void dryRunWithoutAClusterAsksToComeBack() {
		runs.judge(new Judgement.Unknown("the API server does not answer", null));
		assertThatProblem(dryRun(), ProblemType.CLUSTER_UNAVAILABLE).isEqualTo("the API server does not answer");
		assertThat(dryRun()).hasHeader("Retry-After", "10");
		runs.judge(new Judgement.Unknown("the API server is busy", Duration.ofMillis(2500)));
		assertThat(dryRun()).hasHeader("Retry-After", "3");
	}

	private MvcTestResult dryRun() {
		return post("/runs?namespace=seldon&dryRun=true", "application/yaml", TestRuns.MANIFEST);
	}

	private RunRequest started() {
		assertThat(runs.requests()).hasSize(1);
		return runs.requests().getFirst();
	}

	private MvcTestResult post(String uri, String contentType, String body) {
		return mvc.post()
			.uri(java.net.URI.create(uri))
			.header("Content-Type", contentType)
			.content(body.getBytes(StandardCharsets.UTF_8))
			.exchange();
	}

	private MvcTestResult form(String parts) {
		return post("/runs?namespace=seldon", "multipart/form-data; boundary=frontier", parts + "--frontier--\r\n");
	}

	private static String part(String name, String contentType, String content) {
		return "--frontier\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"model\"\r\nContent-Type: %s\r\n\r\n%s\r\n"
			.formatted(name, contentType, content);
	}

	private static String inNamespace(String namespace) {
		return TestRuns.MANIFEST.replace("  name: iris\n", "  name: iris\n  namespace: " + namespace + "\n");
	}

	private static String labels(int count) {
		return java.util.stream.IntStream.range(0, count)
			.mapToObj(index -> "label=k%d=v".formatted(index))
			.collect(java.util.stream.Collectors.joining("&"));
	}

}
