package org.seldonruns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.ResponseEntity;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Uploads manifests with the mistakes that people make, on the real control plane that
 * KUBECONFIG_IT names. The operator is as for {@link RealClusterIT}.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "seldon-runs.cluster.kubeconfig=${KUBECONFIG_IT}", "seldon-runs.diagnosis.pod-rejected=2s",
				"seldon-runs.diagnosis.webhook-unavailable=3s", "seldon-runs.diagnosis.operator-failed=3s" })
@EnabledIfEnvironmentVariable(named = "KUBECONFIG_IT", matches = ".+")
@DirtiesContext
class FieldInputsIT {

	@AutoClose
	private static final ClusterOperator OPERATOR = new ClusterOperator();

	@AutoClose
	private final RealNamespace namespace = new RealNamespace(OPERATOR.client(), Map.of("field-inputs", "true"));

	private final ServiceClient service;

	FieldInputsIT(@LocalServerPort int port) {
		service = new ServiceClient(port);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					24-priority-class.yaml               | POD_REJECTED    | the PriorityClass not-there does not exist
					31-predictor-name-over-63.yaml       | OPERATOR_FAILED | is longer than 63 characters
					46-resources-under-another-name.yaml | OPERATOR_FAILED | container classifier belongs to no node of the graph
					87-on-a-node-that-is-not-there.yaml  | TIMED_OUT       | is bound to node
					""")
	void explainsWhyTheRunFailed(String file, String cause, String explanation) throws IOException {
		JsonNode run = run(file, "&timeout=15s");

		assertThat(run.at("/failure/cause").asString()).as("%s", run.path("failure")).isEqualTo(cause);
		assertThat(run.at("/failure/detail").asString()).contains(explanation);
	}

	@ParameterizedTest
	@EnabledIfEnvironmentVariable(named = "SELDON_OPERATOR_IT", matches = ".+")
	@CsvSource(delimiter = '|', textBlock = """
			47-service-account-not-there.yaml    | POD_REJECTED | the ServiceAccount model-reader does not exist
			74-component-spec-singular-tabs.json | REFUSED      | Can't find container
			""")
	void explainsWhyTheRunFailedWithTheRealOperator(String file, String cause, String explanation) throws IOException {
		explainsWhyTheRunFailed(file, cause, explanation);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			42-deadline-in-the-wrong-place.yaml | /spec/predictors/0/componentSpecs/0/spec/progressDeadlineSeconds
			75-claim-one-level-too-deep.json    | /spec/predictors/0/componentSpecs/0/spec/volumes/0/volumeSource
			""")
	void warnsAboutAFieldWithoutEffectAndRejectsItIfStrict(String file, String pointer) throws IOException {
		JsonNode run = run(file, "");

		assertThat(run.path("status").asString()).isEqualTo("SUCCEEDED");
		assertThat(run.path("warningCount").asInt()).isPositive();
		assertThat(warnings(run)).anySatisfy(warning -> {
			assertThat(warning.path("source").asString()).isEqualTo("API_SERVER");
			assertThat(warning.path("pointer").asString()).isEqualTo(pointer);
			assertThat(lineOf(file, pointer)).isEqualTo(warning.path("line").asInt());
		});
		JsonNode strict = run(file, "&fieldValidation=Strict");
		assertThat(strict.at("/failure/cause").asString()).isEqualTo("REFUSED");
		assertThat(strict.at("/failure/detail").asString()).contains("strict decoding error");
		assertThat(run(file, "&fieldValidation=Ignore").path("warningCount").asInt()).isZero();
	}

	/** Returns the line that has the last segment of the pointer; each file has one. */
	private static int lineOf(String file, String pointer) throws IOException {
		String name = pointer.substring(pointer.lastIndexOf('/') + 1);
		String[] lines = text(file).split("\n", -1);
		return 1 + IntStream.range(0, lines.length)
			.filter(line -> lines[line].contains(name))
			.findFirst()
			.orElseThrow();
	}

	@Test
	void showsTheWarningThatCameWithARejection() throws IOException {
		assertThat(warnings(run("74-component-spec-singular-tabs.json", "")))
			.anyMatch(warning -> warning.path("message").asString().contains("spec.predictors[0].componentSpec"));
	}

	@Test
	void waitsForTheMinimumOfAnAutoscaler() throws IOException {
		JsonNode run = run("38-hpa-with-a-higher-minimum.yaml", "&timeout=2m");

		assertThat(run.path("status").asString()).as("%s", run).isEqualTo("SUCCEEDED");
		JsonNode component = Stream.of(run.path("components"))
			.flatMap(all -> all.valueStream())
			.filter(each -> each.path("autoscaled").asBoolean())
			.findFirst()
			.orElseThrow();
		assertThat(component.at("/replicas/initial").asInt()).isGreaterThanOrEqualTo(4);
		assertThat(component.at("/autoscaler/minimum").asInt()).isEqualTo(4);
		assertThat(component.at("/autoscaler/kind").asString()).isEqualTo("HorizontalPodAutoscaler");
	}

	@Test
	void warnsThatNoAutoscalerWasCreated() throws IOException {
		JsonNode run = run("41-keda-cron-from-zero.yaml", "");

		assertThat(run.path("status").asString()).isEqualTo("SUCCEEDED");
		assertThat(warnings(run)).anyMatch(warning -> warning.path("message").asString().contains("no ScaledObject"));
	}

	@Test
	void namesTheDocumentsOfAnUploadWithoutTheirContent() throws IOException {
		ResponseEntity<JsonNode> response = service.postText(text("49-secret-beside-it.yaml"),
				"?namespace=" + namespace.name());

		assertThat(response.getStatusCode().value()).isEqualTo(422);
		assertThat(body(response).path("detail").asString()).contains("Secret model-store at line 1",
				"SeldonDeployment with-secret at line 12");
		assertThat(String.valueOf(response.getBody())).doesNotContain("fieldtest", "RCLONE");
	}

	@ParameterizedTest
	@CsvSource({ "69-argo-placeholder-in-the-name.yaml", "70-jinja-placeholders-bare.yaml" })
	void saysThatATemplateWasNotRendered(String file) throws IOException {
		ResponseEntity<JsonNode> response = service.postText(text(file), "?namespace=" + namespace.name());

		assertThat(response.getStatusCode().is4xxClientError()).isTrue();
		assertThat(body(response).path("detail").asString()).contains("render the template before");
	}

	@Test
	void treatsAnEmptyNamespaceAsNone() throws IOException {
		assertThat(run("80-old-export-with-empty-namespace.yaml", "").path("status").asString()).isEqualTo("SUCCEEDED");
	}

	@Test
	void saysThatAnAdmissionWebhookCannotBeCalled() throws IOException {
		ValidatingWebhookConfiguration webhook = OPERATOR.client().resource(unavailableWebhook()).create();
		try {
			JsonNode run = run("80-old-export-with-empty-namespace.yaml", "");

			assertThat(run.at("/failure/cause").asString()).isEqualTo("WEBHOOK_UNAVAILABLE");
			assertThat(run.at("/failure/detail").asString()).contains("down.field-inputs.test", "connection refused",
					"the API server works");
			ResponseEntity<JsonNode> dryRun = service.postText(text("80-old-export-with-empty-namespace.yaml"),
					"?dryRun=true&namespace=" + namespace.name());
			assertThat(dryRun.getStatusCode().value()).isEqualTo(503);
			assertThat(body(dryRun).path("type").asString()).endsWith("webhook-unavailable");
			assertThat(dryRun.getHeaders().getFirst("Retry-After")).isNotNull();
		}
		finally {
			OPERATOR.client().resource(webhook).delete();
		}
	}

	private ValidatingWebhookConfiguration unavailableWebhook() {
		return new ValidatingWebhookConfigurationBuilder().withNewMetadata()
			.withName("down-" + namespace.name())
			.endMetadata()
			.addNewWebhook()
			.withName("down.field-inputs.test")
			.withAdmissionReviewVersions("v1")
			.withSideEffects("None")
			.withNewClientConfig()
			.withUrl("https://127.0.0.1:1/validate")
			.endClientConfig()
			.withNewNamespaceSelector()
			.addToMatchLabels("kubernetes.io/metadata.name", namespace.name())
			.endNamespaceSelector()
			.addNewRule()
			.withApiGroups("machinelearning.seldon.io")
			.withApiVersions("*")
			.withOperations("CREATE")
			.withResources("seldondeployments")
			.endRule()
			.endWebhook()
			.build();
	}

	private static JsonNode body(ResponseEntity<JsonNode> response) {
		return Objects.requireNonNull(response.getBody());
	}

	private JsonNode run(String file, String query) throws IOException {
		return service.awaitEnd(service.startText(text(file), "?namespace=" + namespace.name() + query));
	}

	private static Stream<JsonNode> warnings(JsonNode run) {
		return run.path("warnings").valueStream();
	}

	private static String text(String file) throws IOException {
		return Files.readString(Path.of("src", "test", "resources", "field", file));
	}

}
