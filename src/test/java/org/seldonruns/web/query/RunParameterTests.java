package org.seldonruns.web.query;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import org.seldonruns.lifecycle.FakeRunService;
import org.seldonruns.run.request.RunParameters;
import org.seldonruns.web.TestRuns;
import org.seldonruns.web.WebTest;
import org.seldonruns.web.problem.ProblemType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seldonruns.web.problem.ProblemAssertions.assertThatProblem;

@WebTest
class RunParameterTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private FakeRunService runs;

	@Test
	void missingParametersHaveDefaults() {
		post("/runs?namespace=seldon", "application/yaml", TestRuns.MANIFEST);
		assertThat(runs.started().parameters())
			.isEqualTo(new RunParameters(2, Duration.ofMinutes(5), Duration.ofMinutes(2)));
		assertThat(runs.started().labels()).isEmpty();
		assertThat(runs.started().startedBy()).isNull();
	}

	@Test
	void namespaceReplicasTimeoutsAndLabelsAreUsed() {
		post("/runs?namespace=seldon&replicas=7&timeout=90s&deleteTimeout=PT1H&label=commit=9f1c2e&label=b/c=x%3Dy",
				"application/yaml", TestRuns.MANIFEST);
		assertThat(runs.started().parameters())
			.isEqualTo(new RunParameters(7, Duration.ofSeconds(90), Duration.ofHours(1)));
		assertThat(runs.started().labels()).containsExactly(Map.entry("commit", "9f1c2e"), Map.entry("b/c", "x=y"));
		assertThat(runs.started().resource().namespace()).isEqualTo("seldon");
		assertThat(runs.started().resource().apiVersion()).isEqualTo("machinelearning.seldon.io/v1");
	}

	@Test
	void namespaceOfManifestIsUsedIfQueryHasNone() {
		assertThat(post("/runs", "application/yaml", inNamespace("models"))).hasStatus(HttpStatus.ACCEPTED);
		assertThat(runs.started().resource().namespace()).isEqualTo("models");
	}

	@Test
	void queryAndManifestMayHaveSameNamespace() {
		assertThat(post("/runs?namespace=models", "application/yaml", inNamespace("models")))
			.hasStatus(HttpStatus.ACCEPTED);
	}

	@Test
	void differentNamespacesAreRejected() {
		assertThatProblem(post("/runs?namespace=seldon", "application/yaml", inNamespace("models")),
				ProblemType.UNACCEPTABLE_PARAMETER)
			.contains("\"seldon\"", "\"models\"");
		assertThat(runs.requests()).isEmpty();
	}

	@Test
	void missingNamespaceIsRejected() {
		MvcTestResult response = post("/runs", "application/yaml", TestRuns.MANIFEST);
		assertThatProblem(response, ProblemType.INVALID_PARAMETER).contains("namespace", "metadata.namespace");
		assertThat(response).bodyJson().extractingPath("$.errors[0].parameter").isEqualTo("namespace");
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			replicas=two,                   replicas,      an integer from 1 to 100
			replicas=,                      replicas,      is empty
			replicas,                       replicas,      is empty
			replicas=1&replicas=2,          replicas,      set it once
			replicas=1.5,                   replicas,      an integer
			timeout=90,                     timeout,       90s
			timeout=soon,                   timeout,       PT5M
			timeout=,                       timeout,       is empty
			timeout=1s&timeout=1s,          timeout,       set it once
			timeout=999999999999999999999s, timeout,       PT5M
			deleteTimeout=90,               deleteTimeout, 90s
			deleteTimeout=,                 deleteTimeout, is empty
			deleteTimeout=1s&deleteTimeout=2s, deleteTimeout, set it once
			deleteTimeout=5 parsecs,        deleteTimeout, PT5M
			dryRun=yes,                     dryRun,        true or false
			dryRun=TRUE,                    dryRun,        true or false
			replicas=0x2,                   replicas,      an integer
			replicas=%202,                  replicas,      an integer
			dryRun=,                        dryRun,        is empty
			dryRun=true&dryRun=true,        dryRun,        set it once
			label=commit,                   label,         key=value
			label=,                         label,         is empty
			label=a=1&label=a=2,            label,         key a twice
			namespace=,                     namespace,     is empty
			namespace=a&namespace=a,        namespace,     set it once
			replica=2,                      replica,       Unknown parameter
			keepOnFailure=30,               keepOnFailure, 90s
			keepOnFailure=true,             keepOnFailure, PT5M
			keepOnFailure=,                 keepOnFailure, is empty
			keepOnFailure=1s&keepOnFailure=2s, keepOnFailure, set it once
			keepOnFailures=30m,             keepOnFailures, Unknown parameter
			""")
	void malformedParameterIsRejected(String query, String parameter, String hint) {
		MvcTestResult response = post("/runs?" + query.replace(" ", "%20"), "application/yaml", inNamespace("seldon"));
		assertThatProblem(response, ProblemType.INVALID_PARAMETER).contains(parameter, hint);
		assertThat(response).bodyJson().extractingPath("$.errors[*].parameter").asArray().containsExactly(parameter);
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
			keepOnFailure=25h,             keepOnFailure, from 1ms to PT24H
			keepOnFailure=0s,              keepOnFailure, from 1ms to PT24H
			namespace=Seldon,              namespace,     DNS label
			namespace=-a,                  namespace,     DNS label
			namespace=a.b,                 namespace,     DNS label
			label==x,                      label,         its key
			label=a%20b=x,                 label,         its key
			label=a=%00,                   label,         printable
			label=a=%E2%80%AE,             label,         printable
			""")
	void unacceptableParameterIsRejected(String query, String parameter, String hint) {
		MvcTestResult response = post("/runs?" + query, "application/yaml", inNamespace("seldon"));
		assertThatProblem(response, ProblemType.UNACCEPTABLE_PARAMETER).contains(parameter, hint);
		assertThat(response).bodyJson().extractingPath("$.errors[*].parameter").asArray().containsExactly(parameter);
		assertThat(runs.requests()).isEmpty();
	}

	@Test
	void kubernetesNamespacesAreRejected() {
		assertThatProblem(post("/runs", "application/yaml", inNamespace("kube-system")),
				ProblemType.NAMESPACE_NOT_ALLOWED)
			.contains("kube-system", "seldon-runs.namespaces");
		assertThatProblem(post("/runs?dryRun=true&namespace=kube-public", "application/yaml", TestRuns.MANIFEST),
				ProblemType.NAMESPACE_NOT_ALLOWED)
			.isNotBlank();
		assertThat(runs.requests()).isEmpty();
	}

	@Test
	void keepOnFailureIsNullByDefault() {
		assertThat(post("/runs", "application/yaml", inNamespace("a"))).hasStatus(HttpStatus.ACCEPTED)
			.bodyJson()
			.extractingPath("$.parameters.keepOnFailure")
			.isNull();
		assertThat(runs.started().parameters().keepOnFailure()).isNull();
	}

	@Test
	void keepOnFailureIsUsed() {
		assertThat(post("/runs?keepOnFailure=30m", "application/yaml", inNamespace("a"))).hasStatus(HttpStatus.ACCEPTED)
			.bodyJson()
			.extractingPath("$.parameters.keepOnFailure")
			.isEqualTo("PT30M");
		assertThat(runs.started().parameters().keepOnFailure()).isEqualTo(Duration.ofMinutes(30));
	}

	@Test
	void longNamesAreRejected() {
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
	void sixteenLabelsAreAllowedButNotSeventeen() {
		assertThat(post("/runs?" + labels(16), "application/yaml", inNamespace("a"))).hasStatus(HttpStatus.ACCEPTED);
		assertThatProblem(post("/runs?" + labels(17), "application/yaml", inNamespace("a")),
				ProblemType.UNACCEPTABLE_PARAMETER)
			.contains("17", "at most 16");
	}

	@Test
	void allErrorsAreReportedTogether() {
		MvcTestResult response = post("/runs?replicas=0&timeout=x&label=a", "application/yaml", TestRuns.MANIFEST);
		assertThatProblem(response, ProblemType.INVALID_PARAMETER).contains("replicas", "timeout", "label");
		assertThat(response).bodyJson()
			.extractingPath("$.errors[*].parameter")
			.asArray()
			.containsExactlyInAnyOrder("replicas", "timeout", "label");
	}

	@Test
	void everyInvalidLabelIsReported() {
		MvcTestResult response = post("/runs?namespace=A&label=a&label=b%20c=1&label=d=1&label=d=2&x=1",
				"application/yaml", TestRuns.MANIFEST);
		assertThatProblem(response, ProblemType.INVALID_PARAMETER).contains("label is \"a\";", "label is \"b c=1\";",
				"the key d twice", "\"x\"", "DNS label");
		assertThat(response).bodyJson()
			.extractingPath("$.errors[*].parameter")
			.asArray()
			.containsExactlyInAnyOrder("label", "label", "label", "namespace", "x");
	}

	@ParameterizedTest
	@CsvSource({ "Replicas, 7", "Timeout, soon", "Namespace, A" })
	void headersAreNotParameters(String name, String value) {
		assertThat(mvc.post()
			.uri("/runs?namespace=seldon")
			.header(name, value)
			.contentType("application/yaml")
			.content(TestRuns.MANIFEST)).hasStatus(HttpStatus.ACCEPTED);
		assertThat(runs.started().parameters().replicas()).isEqualTo(2);
	}

	private MvcTestResult post(String uri, String contentType, String body) {
		return TestRuns.post(mvc, uri, contentType, body);
	}

	private static String inNamespace(String namespace) {
		return TestRuns.MANIFEST.replace("  name: iris\n", "  name: iris\n  namespace: " + namespace + "\n");
	}

	private static String labels(int count) {
		return IntStream.range(0, count)
			.mapToObj(index -> "label=k%d=v".formatted(index))
			.collect(Collectors.joining("&"));
	}

}
