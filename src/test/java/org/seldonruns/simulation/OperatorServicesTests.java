package org.seldonruns.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The Services of the simulated operator, and the pods that they select.
 */
@Timeout(180)
class OperatorServicesTests {

	private static final String NAMESPACE = "services";

	private final SimulatedCluster cluster = SimulatedCluster.start();

	@AfterEach
	void close() {
		this.cluster.close();
	}

	@Test
	void predictorHasServiceOfOrchestrator() {
		create("plain", "", "");
		Service service = service("plain-main");
		assertThat(ports(service)).containsExactly("http 8000", "grpc 5001");
		assertThat(service.getSpec().getSelector()).isEqualTo(Map.of("seldon-app", "plain-main"));
		assertThat(service.getMetadata().getLabels()).isEqualTo(Map.of("app.kubernetes.io/managed-by", "seldon-core",
				"seldon-app", "plain-main", "seldon-deployment-id", "plain"));
		assertThat(service.getMetadata().getOwnerReferences()).singleElement()
			.extracting(OwnerReference::getKind, OwnerReference::getName, OwnerReference::getController)
			.containsExactly("SeldonDeployment", "plain", true);
		assertThat(selected(service)).containsExactly("plain-main-0-model");
	}

	@Test
	void containerHasService() {
		create("plain", "", "");
		Service service = service("plain-main-model");
		assertThat(ports(service)).containsExactly("http 9000", "grpc 9500");
		assertThat(service.getSpec().getSelector()).isEqualTo(Map.of("seldon-app-svc-model", "plain-main-model"));
		assertThat(service.getMetadata().getLabels()).isEqualTo(Map.of("app.kubernetes.io/managed-by", "seldon-core",
				"seldon-app", "plain-main", "seldon-app-svc-model", "plain-main-model", "seldon-deployment-id", "plain",
				"seldon.io/model", "true"));
		assertThat(selected(service)).containsExactly("plain-main-0-model");
	}

	@Test
	void longNamesAreHashed() {
		String name = "a".repeat(60);
		create(name, "", "");
		String hash = "seldon-" + Names.hash(name + "-main");
		assertThat(service(hash).getSpec().getSelector()).isEqualTo(Map.of("seldon-app", hash));
	}

	@Test
	void annotationNamesService() {
		create("named", "seldon.io/svc-name: chosen", "");
		Service service = service("chosen");
		assertThat(ports(service)).containsExactly("http 8000", "grpc 5001");
		assertThat(service.getMetadata().getLabels()).containsEntry("seldon-app", "chosen");
		assertThat(service.getMetadata().getAnnotations()).containsEntry("seldon.io/svc-name", "chosen");
		assertThat(selected(service)).containsExactly("named-main-0-model");
		assertThat(service("named-main-model").getMetadata().getLabels()).containsEntry("seldon-app", "chosen");
	}

	@Test
	void separateOrchestratorIsSelected() {
		create("separate", "", "seldon.io/engine-separate-pod: 'true'");
		assertThat(selected(service("separate-main"))).containsExactly("separate-main-svc-orch");
		assertThat(selected(service("separate-main-model"))).containsExactly("separate-main-0-model");
	}

	@Test
	void modelIsSelectedWithoutOrchestrator() {
		create("bare", "seldon.io/no-engine: 'true'", "seldon.io/engine-separate-pod: 'true'");
		Service service = service("bare-main");
		assertThat(ports(service)).containsExactly("http 9000", "grpc 9500");
		assertThat(service.getMetadata().getLabels()).containsEntry("seldon.io/model", "true");
		assertThat(selected(service)).containsExactly("bare-main-0-model");
		assertThat(deployments()).singleElement()
			.satisfies((deployment) -> assertThat(deployment.getSpec().getTemplate().getSpec().getContainers())
				.hasSize(1));
	}

	@Test
	void portsOfContainerAreTaken() {
		create("ported", "seldon.io/no-engine: 'TRUE'", "",
				"{name: http, containerPort: 8080}, {name: metrics, containerPort: 6000}");
		assertThat(ports(service("ported-main"))).containsExactly("http 8080", "grpc 9500");
		assertThat(ports(service("ported-main-model"))).containsExactly("http 8080", "grpc 9500");
	}

	@Test
	void updatesServices() {
		create("changed", "", "");
		var resource = this.cluster.client()
			.resource(parse("changed", "owner: somebody", "", "{name: http, containerPort: 8080}"))
			.inNamespace(NAMESPACE);
		assertThat(resource.update()).isNotNull();
		Awaitility.await()
			.untilAsserted(
					() -> assertThat(ports(service("changed-main-model"))).containsExactly("http 8080", "grpc 9500"));
		Awaitility.await()
			.untilAsserted(() -> assertThat(service("changed-main").getMetadata().getAnnotations())
				.isEqualTo(Map.of("owner", "somebody")));
	}

	private void create(String name, String predictorAnnotation, String annotation) {
		create(name, predictorAnnotation, annotation, "");
	}

	private void create(String name, String predictorAnnotation, String annotation, String ports) {
		GenericKubernetesResource resource = parse(name, predictorAnnotation, annotation, ports);
		var created = this.cluster.client()
			.genericKubernetesResources("machinelearning.seldon.io/v1", "SeldonDeployment")
			.inNamespace(NAMESPACE)
			.resource(resource);
		created.create();
		Awaitility.await()
			.pollInterval(Duration.ofMillis(10))
			.atMost(Duration.ofSeconds(60))
			.untilAsserted(() -> assertThat(created.get().<Object>get("status", "state")).isEqualTo("Available"));
	}

	private GenericKubernetesResource parse(String name, String predictorAnnotation, String annotation, String ports) {
		return this.cluster.client().getKubernetesSerialization().unmarshal("""
				apiVersion: machinelearning.seldon.io/v1
				kind: SeldonDeployment
				metadata: {name: %s}
				spec:
				  annotations: {%s}
				  predictors:
				  - name: main
				    annotations: {%s}
				    graph: {name: model}
				    componentSpecs:
				    - spec:
				        containers:
				        - name: model
				          image: any
				          ports: [%s]
				""".formatted(name, annotation, predictorAnnotation, ports), GenericKubernetesResource.class);
	}

	private Service service(String name) {
		Service service = this.cluster.client().services().inNamespace(NAMESPACE).withName(name).get();
		assertThat(service).as(name).isNotNull();
		return service;
	}

	private static List<String> ports(Service service) {
		assertThat(service.getSpec().getPorts())
			.allSatisfy((port) -> assertThat(port.getTargetPort().getIntVal()).isEqualTo(port.getPort()));
		return service.getSpec().getPorts().stream().map(OperatorServicesTests::describe).toList();
	}

	private static String describe(ServicePort port) {
		return port.getName() + " " + port.getPort();
	}

	private List<Deployment> deployments() {
		return this.cluster.client().apps().deployments().inNamespace(NAMESPACE).list().getItems();
	}

	/** The Deployments whose pods a Service selects. */
	private List<String> selected(Service service) {
		return this.cluster.client()
			.pods()
			.inNamespace(NAMESPACE)
			.withLabels(service.getSpec().getSelector())
			.list()
			.getItems()
			.stream()
			.map((pod) -> pod.getMetadata().getLabels().get("app"))
			.toList();
	}

}
