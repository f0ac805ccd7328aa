package org.seldonruns;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.client.Config;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests the diagnosis of each cause on the real control plane that KUBECONFIG_IT names,
 * with the kwok program that KWOK names. The cause is real, or the stages of the fake
 * kubelet produce it. The operator is as for {@link RealClusterIT}.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "seldon-runs.cluster.kubeconfig=${KUBECONFIG_IT}", "seldon-runs.diagnosis.image-pull=5s",
				"seldon-runs.diagnosis.container-config=2s", "seldon-runs.diagnosis.quota=2s",
				"seldon-runs.diagnosis.pod-rejected=2s", "seldon-runs.diagnosis.operator-failed=20s" })
@EnabledIfEnvironmentVariable(named = "KUBECONFIG_IT", matches = ".+")
// Kept for later, as contexts are, it would look after what other tests leave.
@DirtiesContext
@EnabledIfEnvironmentVariable(named = "KWOK", matches = ".+")
class CausesIT {

	@AutoClose
	private static final ClusterOperator OPERATOR = new ClusterOperator();

	private static @Nullable StagedKubelet kubelet;

	private final ServiceClient service;

	@AutoClose
	private RealNamespace namespace = new RealNamespace(OPERATOR.client(), Map.of());

	CausesIT(@LocalServerPort int port) {
		service = new ServiceClient(port);
	}

	@BeforeAll
	static void startKubelet() throws IOException {
		kubelet = StagedKubelet.start(String.valueOf(System.getenv("KWOK")),
				String.valueOf(System.getenv("KUBECONFIG_IT")));
	}

	@AfterAll
	static void stopKubelet() {
		if (kubelet != null) {
			kubelet.close();
		}
	}

	@ParameterizedTest
	@Execution(ExecutionMode.CONCURRENT)
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					pulls | IMAGE_PULL | The image registry.invalid/iris:1 of container classifier in pod POD cannot be pulled: \
					Failed to pull image "registry.invalid/iris:1": failed to resolve reference "registry.invalid/iris:1": \
					dial tcp: lookup registry.invalid: no such host. | waiting: ImagePullBackOff | Failed
					names-no-image | IMAGE_PULL | The image name Registry/Iris:1 of container classifier in pod POD \
					is invalid: Failed to apply default image tag "Registry/Iris:1": couldn't parse image name \
					"Registry/Iris:1": invalid reference format: repository name must be lowercase. \
					| waiting: InvalidImageName | InspectFailed
					lacks-a-secret | CONTAINER_CONFIG | Container classifier in pod POD cannot be created because its \
					configuration is invalid: secret "model-store" not found. | waiting: CreateContainerConfigError | Failed
					""")
	void reportsProbableCauseBeforeTimeout(String stage, String cause, String sentence, String shown, String event) {
		String manifest = manifestFor(stage, "");
		JsonNode run = service.awaitEnd(start(stage.equals("names-no-image")
				? manifest.replace("registry.invalid/iris", "Registry/Iris") : manifest));

		assertReported(run, stage, cause, sentence, shown, event);
	}

	@ParameterizedTest
	@Execution(ExecutionMode.CONCURRENT)
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					cannot-mount | VOLUME | A volume of pod POD cannot be mounted: MountVolume.SetUp failed for volume \
					"model" : configmap "model-files" not found. | event FailedMount | FailedMount
					has-no-network | CONTAINER_CONFIG | The containers of pod POD cannot be created because the sandbox of \
					the pod cannot be created: Failed to create pod sandbox: rpc error: code = Unknown desc = failed to set up the network \
					of the sandbox: plugin type="bridge" failed (add): no IP addresses available in range. \
					| event FailedCreatePodSandBox | FailedCreatePodSandBox
					is-unwell | PROBE_FAILING | Container classifier in pod POD is running but not ready: Readiness probe \
					failed: HTTP probe failed with statuscode: 503. | running, not ready | Unhealthy
					nothing | TIMED_OUT | not ready after 40s: state is Creating; NAME-default-0-classifier has 0 of 1 available; container \
					classifier in pod POD is waiting: ContainerCreating: held by test/fail or test/ready-after \
					| is waiting: ContainerCreating | Scheduled
					""")
	void reportsPossibleCauseAtTimeout(String stage, String cause, String sentence, String shown, String event) {
		JsonNode run = service.awaitEnd(startBriefly(manifestFor(stage, "")));

		assertReported(run, stage, cause, sentence, shown, event);
	}

	private void assertReported(JsonNode run, String stage, String cause, String sentence, String shown, String event) {
		assertFailedToComeUp(run, cause);
		assertThat(explanation(run)).isEqualTo(sentence.replace("NAME", stage).replace("POD", pod(run)));
		assertThat(evidence(run)).anyMatch(line -> line.contains(shown));
		assertThat(timeline(run, "Pod")).contains(event);
	}

	@ParameterizedTest
	@Execution(ExecutionMode.CONCURRENT)
	@CsvSource(delimiter = '|', textBlock = """
			137 | OOMKilled | ''              | (OOMKilled: it ran out of memory) and was restarted 3 times.
			1   | Error     | KeyError: model | (Error) and was restarted 3 times: KeyError: model.
			""")
	void reportsCrashLoop(int code, String reason, String message, String said) {
		JsonNode run = service.awaitEnd(
				start(manifestFor("crashes", ", test/exit-code: '%d', test/exit-reason: %s, test/exit-message: '%s'"
					.formatted(code, reason, message))));

		assertFailedToComeUp(run, "CRASH_LOOP");
		assertThat(explanation(run))
			.isEqualTo("Container classifier in pod %s ended with exit code %d %s".formatted(pod(run), code, said));
		// The Event BackOff may arrive after the status that ends the wait. The timeline
		// always contains it, the evidence only if it came first.
		assertThat(evidence(run)).anyMatch(line -> line.contains("waiting: CrashLoopBackOff"))
			// There is no container here whose log could be read.
			.anyMatch(line -> line.matches("log of \\S+/classifier could not be read: .+"))
			.anyMatch(line -> line.matches("log of \\S+/classifier before its restart could not be read: .+"));
		assertThat(timeline(run, "Pod")).contains("BackOff");
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void reportsMessageOfScheduler() {
		JsonNode run = service.awaitEnd(startBriefly(manifest("homeless", "", "nodeSelector: {disk: none}, ", "")));

		assertFailedToComeUp(run, "UNSCHEDULABLE");
		assertThat(explanation(run)).startsWith("Pod homeless-default-0-classifier-")
			.contains("cannot be scheduled to a node: 0/1 nodes are available: ", "node affinity/selector");
		assertThat(timeline(run, "Pod")).contains("FailedScheduling");
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void reportsQuotaThatForbidsPods() {
		namespace.limit("pods", 0);
		JsonNode run = service.awaitEnd(start(manifest("poor", "", "", "")));

		assertFailedToComeUp(run, "QUOTA");
		assertThat(explanation(run))
			.startsWith("Pods of Deployment poor-default-0-classifier cannot be created because a quota is exceeded: ")
			.contains("exceeded quota: limit, requested: pods=1, used: pods=0, limited: pods=0");
		assertThat(timeline(run, "ReplicaSet")).contains("FailedCreate");
		assertThat(timeline(run, "Pod")).isEmpty();
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void reportsPodSecurityLevelThatForbidsPods() {
		namespace.close();
		namespace = new RealNamespace(OPERATOR.client(), Map.of("pod-security.kubernetes.io/enforce", "restricted"));
		JsonNode run = service.awaitEnd(start(manifest("insecure", "", "", "")));

		assertFailedToComeUp(run, "POD_REJECTED");
		assertThat(explanation(run)).contains("because the Pod Security level of the namespace rejects them: ",
				"allowPrivilegeEscalation != false");
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void reportsExceededProgressDeadline() {
		JsonNode run = service.awaitEnd(
				service.startText(manifest("stuck", ", test/fail: ContainerCreating", "", "progressDeadlineSeconds: 2"),
						"?namespace=" + namespace.name()));

		assertFailedToComeUp(run, "PROGRESS_DEADLINE");
		assertThat(explanation(run)).matches("Deployment stuck-default-0-classifier made no progress within its "
				+ "progress deadline: ReplicaSet \"stuck-default-0-classifier-\\w+\" has timed out progressing\\.");
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void toleratesTemporaryOperatorFailure() {
		namespace.limit("count/services", 0);
		String path = service.startText(manifest("recovering", "", "", ""), "?namespace=" + namespace.name());
		service.awaitRun(path, run -> timeline(run, "SeldonDeployment").contains("Failed"));
		namespace.unlimit();
		JsonNode run = service.awaitEnd(path);

		assertThat(run.path("status").asString()).as("%s", run).isEqualTo("SUCCEEDED");
		assertThat(timeline(run, "SeldonDeployment")).containsSubsequence("Failed", "Available");
		namespace.assertIsEmpty();
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void reportsOperatorFailure() {
		namespace.limit("count/services", 0);
		JsonNode run = service
			.awaitEnd(service.startText(manifest("unserved", "", "", ""), "?namespace=" + namespace.name()));

		assertFailedToComeUp(run, "OPERATOR_FAILED");
		assertThat(explanation(run)).startsWith("The operator reports the state Failed: services ")
			.contains("exceeded quota: limit, requested: count/services=1");
		assertThat(evidence(run)).anyMatch(line -> line.startsWith("SeldonDeployment unserved, state Failed: "));
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void reportsQuotaThatRejectsResource() {
		namespace.limit("count/seldondeployments.machinelearning.seldon.io", 0);
		String manifest = manifest("surplus", "", "", "");
		// The API server itself takes a moment to learn of the limit.
		await().until(
				() -> String.valueOf(service.postText(manifest, "?dryRun=true&namespace=" + namespace.name()).getBody())
					.contains("exceeded quota"));
		JsonNode run = service.awaitEnd(start(manifest));

		assertRefused(run, "403 Forbidden: rejected by a quota");
		assertThat(explanation(run)).contains("exceeded quota: limit");
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void reportsAdmissionPolicyThatRejectsResource() {
		var policies = OPERATOR.client()
			.load(stream(
					"""
							apiVersion: admissionregistration.k8s.io/v1
							kind: ValidatingAdmissionPolicy
							metadata: {name: NAMESPACE}
							spec:
							  matchConstraints:
							    namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: NAMESPACE}}
							    resourceRules:
							    - {apiGroups: [machinelearning.seldon.io], apiVersions: ['*'], operations: [CREATE], resources: ['*']}
							  validations: [{expression: 'false', message: models come from the pipeline}]
							---
							apiVersion: admissionregistration.k8s.io/v1
							kind: ValidatingAdmissionPolicyBinding
							metadata: {name: NAMESPACE}
							spec: {policyName: NAMESPACE, validationActions: [Deny]}
							"""));
		policies.create();
		try {
			String manifest = manifest("unwanted", "", "", "");
			// An API server takes a policy up a little later.
			await().until(() -> service.postText(manifest, "?dryRun=true&namespace=" + namespace.name())
				.getStatusCode()
				.value() == 422);
			JsonNode run = service.awaitEnd(start(manifest));

			assertRefused(run, "422 Invalid: rejected by an admission policy");
			assertThat(explanation(run)).endsWith("denied request: models come from the pipeline");
		}
		finally {
			policies.delete();
		}
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void reportsMissingPermissionToCreate(@TempDir Path folder) throws IOException {
		OPERATOR.client().load(stream("""
				apiVersion: v1
				kind: ServiceAccount
				metadata: {name: reader}
				---
				apiVersion: rbac.authorization.k8s.io/v1
				kind: Role
				metadata: {name: reader}
				rules: [{apiGroups: ['*'], resources: ['*'], verbs: [get, list, watch]}]
				---
				apiVersion: rbac.authorization.k8s.io/v1
				kind: RoleBinding
				metadata: {name: reader}
				roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
				subjects: [{kind: ServiceAccount, name: reader, namespace: NAMESPACE}]
				""")).inNamespace(namespace.name()).create();
		Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), kubeconfigOf("reader"));
		try (ConfigurableApplicationContext reader = new SpringApplicationBuilder(SeldonRunsApplication.class)
			.run("--server.port=0", "--seldon-runs.cluster.kubeconfig=" + kubeconfig)) {
			ServiceClient its = new ServiceClient(
					reader.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
			JsonNode run = its
				.awaitEnd(its.startText(manifest("unpermitted", "", "", ""), "?namespace=" + namespace.name()));

			assertRefused(run, "403 Forbidden: rejected by RBAC: the service lacks the permission");
			assertThat(explanation(run))
				.contains("User \"system:serviceaccount:%s:reader\" cannot create resource \"seldondeployments\""
					.formatted(namespace.name()));
		}
	}

	private InputStream stream(String documents) {
		return new ByteArrayInputStream(
				documents.replace("NAMESPACE", namespace.name()).getBytes(StandardCharsets.UTF_8));
	}

	private String kubeconfigOf(String serviceAccount) {
		Config config = OPERATOR.client().getConfiguration();
		String token = OPERATOR.client()
			.serviceAccounts()
			.inNamespace(namespace.name())
			.withName(serviceAccount)
			.tokenRequest()
			.getStatus()
			.getToken();
		return """
				apiVersion: v1
				kind: Config
				current-context: it
				clusters: [{name: it, cluster: {server: '%s', certificate-authority: '%s'}}]
				contexts: [{name: it, context: {cluster: it, user: it}}]
				users: [{name: it, user: {token: '%s'}}]
				""".formatted(config.getMasterUrl(), config.getCaCertFile(), token);
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void reportsNameInUse() {
		OPERATOR.client().resource(manifest("taken", "", "", "")).inNamespace(namespace.name()).create();
		JsonNode run = service.awaitEnd(start(manifest("taken", "", "", "")));

		assertThat(ServiceClient.steps(run)).containsExactly("FAILED", "SKIPPED", "SKIPPED", "SKIPPED", "SKIPPED");
		assertThat(evidence(run))
			.containsExactly("the API server responded with 409 AlreadyExists: the name is already in use");
		assertThat(namespace.resource("taken").get().getMetadata().getDeletionTimestamp()).isNull();
	}

	@ParameterizedTest
	@Execution(ExecutionMode.CONCURRENT)
	@EnumSource(names = { "BACKGROUND", "FOREGROUND" })
	void reportsDeletionByAnotherClient(DeletionPropagation propagation) {
		String path = start(manifest("orphaned", ", test/fail: ContainerCreating", "", ""));
		service.awaitRun(path, run -> timeline(run, "Pod").contains("Scheduled"));
		namespace.resource("orphaned").withPropagationPolicy(propagation).delete();
		JsonNode run = service.awaitEnd(path);

		assertFailedToComeUp(run, "DELETED_BY_ANOTHER");
		assertThat(explanation(run)).isEqualTo(
				(propagation == DeletionPropagation.BACKGROUND) ? "another client deleted SeldonDeployment orphaned"
						: "another client requested the deletion of SeldonDeployment orphaned");
		assertThat(evidence(run).getFirst()).contains(run.path("resource").path("uid").asString());
		assertThat(evidence(run).getLast()).startsWith("objects that it owned still exist: ")
			.contains(" orphaned-default-0-classifier");
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void reportsReplacementByAnotherClient() {
		String manifest = manifest("swapped", ", test/fail: ContainerCreating", "", "");
		String path = start(manifest);
		service.awaitRun(path, run -> timeline(run, "Pod").contains("Scheduled"));
		namespace.resource("swapped").withPropagationPolicy(DeletionPropagation.BACKGROUND).delete();
		OPERATOR.client().resource(manifest).inNamespace(namespace.name()).create();
		JsonNode run = service.awaitEnd(path);

		assertThat(run.path("failure").path("cause").asString()).isEqualTo("REPLACED_BY_ANOTHER");
		assertThat(explanation(run))
			.isEqualTo("another client deleted SeldonDeployment swapped and created another one with the same name");
		assertThat(namespace.resource("swapped").get().getMetadata().getDeletionTimestamp()).isNull();
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void reportsFinalizerThatBlocksDeletion() {
		String path = service.startText(manifest("held", ", test/ready-after: 1s", "", ""),
				"?namespace=" + namespace.name() + "&deleteTimeout=10s");
		service.awaitStep(path, "AWAIT_READY");
		namespace.setFinalizers("held", "[\"test.invalid/hold\"]");
		JsonNode run = service.awaitEnd(path);

		assertThat(ServiceClient.steps(run)).containsExactly("SUCCEEDED", "SUCCEEDED", "SUCCEEDED", "SUCCEEDED",
				"FAILED");
		assertThat(run.path("failure").path("cause").asString()).isEqualTo("DELETION_BLOCKED");
		assertThat(explanation(run)).startsWith("not deleted after 10s: SeldonDeployment held with finalizers [")
			.contains("test.invalid/hold");
		namespace.setFinalizers("held", "[]");
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	@EnabledIfEnvironmentVariable(named = "SELDON_OPERATOR_IT", matches = ".+",
			disabledReason = "only the real operator goes to and fro")
	void reportsNameClashOfPredictors() {
		JsonNode run = service.awaitEnd(service.startText("""
				apiVersion: machinelearning.seldon.io/v1
				kind: SeldonDeployment
				metadata: {name: clash}
				spec:
				  predictors:
				  - name: a
				    traffic: 50
				    componentSpecs: [{spec: {containers: [{name: 0-m, image: 'registry.invalid/iris:1'}]}}]
				    graph: {name: 0-m, type: MODEL}
				  - name: a-0
				    traffic: 50
				    componentSpecs: [{spec: {containers: [{name: m, image: 'registry.invalid/iris:1'}]}}]
				    graph: {name: m, type: MODEL}
				""", "?namespace=" + namespace.name()));

		assertFailed(run, "OPERATOR_FAILED");
		// Once more, perhaps, when it is gone already: the garbage collector takes that.
		await().untilAsserted(namespace::assertIsEmpty);
		// The operator reports either that the Deployment already exists, or that the one
		// it has just deleted is missing.
		assertThat(explanation(run)).containsAnyOf(
				"The operator creates and deletes Deployment clash-a-0-0-m in an endless loop",
				"The operator reports the state Failed: ");
	}

	private String start(String manifest) {
		return service.startText(manifest, "?namespace=" + namespace.name());
	}

	/**
	 * Starts a run with a short timeout that is long enough for the cause to be observed.
	 */
	private String startBriefly(String manifest) {
		return service.startText(manifest, "?namespace=" + namespace.name() + "&timeout=40s");
	}

	private static String manifestFor(String stage, String annotations) {
		return manifest(stage, ", test/fail: ContainerCreating, test/plays: " + stage + annotations, "", "");
	}

	private static String manifest(String name, String annotations, String podSpec, String predictor) {
		return """
				apiVersion: machinelearning.seldon.io/v1
				kind: SeldonDeployment
				metadata: {name: %s}
				spec:
				  predictors:
				  - name: default
				    componentSpecs:
				    - metadata: {annotations: {test/case: causes%s}}
				      spec: {%scontainers: [{name: classifier, image: 'registry.invalid/iris:1'}]}
				    graph: {name: classifier, type: MODEL}
				    %s
				""".formatted(name, annotations, podSpec, predictor);
	}

	private void assertFailedToComeUp(JsonNode run, String cause) {
		assertFailed(run, cause);
		namespace.assertIsEmpty();
	}

	private void assertFailed(JsonNode run, String cause) {
		assertThat(ServiceClient.steps(run)).as("%s", run)
			.containsExactly("SUCCEEDED", "FAILED", "SKIPPED", "SKIPPED", "SUCCEEDED");
		assertThat(run.path("failure").path("cause").asString()).as("%s", run.path("failure")).isEqualTo(cause);
		assertThat(run.path("failure").path("step").asString()).isEqualTo("AWAIT_READY");
	}

	private void assertRefused(JsonNode run, String answer) {
		assertThat(ServiceClient.steps(run)).containsExactly("FAILED", "SKIPPED", "SKIPPED", "SKIPPED", "SKIPPED");
		assertThat(run.path("failure").path("cause").asString()).isEqualTo("REFUSED");
		assertThat(evidence(run)).containsExactly("the API server responded with " + answer);
		namespace.assertIsEmpty();
	}

	private static String explanation(JsonNode run) {
		return run.path("failure").path("detail").asString();
	}

	private static List<String> evidence(JsonNode run) {
		return run.path("failure").path("evidence").valueStream().map(JsonNode::asString).toList();
	}

	/** The reasons of what happened to a kind of objects, in order. */
	private static List<String> timeline(JsonNode run, String kind) {
		return entries(run, kind).map(entry -> entry.path("reason").asString()).toList();
	}

	private static String pod(JsonNode run) {
		return entries(run, "Pod").map(entry -> entry.path("name").asString()).findFirst().orElseThrow();
	}

	private static Stream<JsonNode> entries(JsonNode run, String kind) {
		return run.path("timeline").valueStream().filter(entry -> entry.path("kind").asString().equals(kind));
	}

}
