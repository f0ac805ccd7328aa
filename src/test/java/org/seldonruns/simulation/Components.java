package org.seldonruns.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What the operator makes for one SeldonDeployment: names, labels and replicas as those
 * of Seldon Core 1.18. Built once for each reconcile.
 */
final class Components {

	private static final String ID = "seldon-deployment-id";

	private static final String APP = "seldon-app";

	private static final Map<String, String> MANAGED = Map.of("app.kubernetes.io/managed-by", "seldon-core");

	private final List<Service> services = new ArrayList<>();

	private final List<Deployment> deployments = new ArrayList<>();

	private final List<ObjectNode> autoscalers = new ArrayList<>();

	private final Set<String> autoscaled = new HashSet<>();

	private final Map<String, int[]> ports = new LinkedHashMap<>();

	private final String name;

	private final String namespace;

	private final ObjectNode spec;

	private final boolean separateOrchestrator;

	private String first = "";

	private int nextPort;

	Components(ObjectNode seldonDeployment) {
		this.name = Json.meta(seldonDeployment, "name");
		this.namespace = Json.meta(seldonDeployment, "namespace");
		this.spec = Json.child(seldonDeployment, "spec").deepCopy();
		this.separateOrchestrator = "true".equals(
				this.spec.path("annotations").path("seldon.io/engine-separate-pod").asText().toLowerCase(Locale.ROOT));
		this.spec.path("predictors").forEach((predictor) -> addPredictor((ObjectNode) predictor));
	}

	List<Service> services() {
		return this.services;
	}

	List<Deployment> deployments() {
		return this.deployments;
	}

	/**
	 * HorizontalPodAutoscalers, as trees since their metrics are taken over as they are.
	 */
	List<ObjectNode> autoscalers() {
		return this.autoscalers;
	}

	/** Whether something else than the manifest owns the replicas of a Deployment. */
	boolean isAutoscaled(String deployment) {
		return this.autoscaled.contains(deployment);
	}

	/** The Deployment whose pods {@code status.replicas} counts. */
	String first() {
		return this.first;
	}

	String address() {
		String predictor = this.spec.path("predictors").path(0).path("name").asText();
		return "http://%s.%s.svc.cluster.local:8000/api/v1.0/predictions".formatted(this.name + "-" + predictor,
				this.namespace);
	}

	/** What {@code status.serviceStatus} says of a Service. */
	ObjectNode serviceStatus(String service) {
		int[] known = this.ports.getOrDefault(service, new int[] { 9000, 9500 });
		return Json.object()
			.put("svcName", service)
			.put("httpEndpoint", "%s.%s:%d".formatted(service, this.namespace, known[0]))
			.put("grpcEndpoint", "%s.%s:%d".formatted(service, this.namespace, known[1]));
	}

	private void addPredictor(ObjectNode predictor) {
		String key = Names.shortened(this.name + "-" + predictor.path("name").asText());
		addPrepackagedServers(predictor);
		if (this.separateOrchestrator) {
			this.deployments.add(orchestrator(predictor, key));
		}
		JsonNode components = predictor.path("componentSpecs");
		for (int i = 0; i < components.size(); i++) {
			if (!components.get(i).path("spec").path("containers").isEmpty()) {
				addComponent(predictor, (ObjectNode) components.get(i), i, key);
			}
		}
		addService(key, Map.of(APP, key), Map.of(APP, key), 8000, 5001);
		if (!predictor.path("explainer").path("type").asText("").isEmpty()) {
			addExplainer(predictor, key);
		}
	}

	/**
	 * A node with an implementation and without a container gets one in the first
	 * component.
	 */
	private static void addPrepackagedServers(ObjectNode predictor) {
		ArrayNode components = predictor.withArray("componentSpecs");
		for (JsonNode node : nodes(predictor.path("graph"))) {
			String implementation = node.path("implementation").asText("");
			boolean there = StreamSupport.stream(components.spliterator(), false)
				.flatMap((component) -> StreamSupport.stream(component.path("spec").path("containers").spliterator(),
						false))
				.anyMatch((container) -> container.path("name").equals(node.path("name")));
			if (implementation.endsWith("_SERVER") && !there) {
				ObjectNode component = components.isEmpty() ? components.addObject() : (ObjectNode) components.get(0);
				Json.child(component, "spec")
					.withArray("containers")
					.addObject()
					.put("name", node.path("name").asText())
					.put("image", "seldonio/" + implementation.toLowerCase(Locale.ROOT).replace("_", "") + ":1.18.2");
			}
		}
	}

	private static List<JsonNode> nodes(JsonNode graph) {
		List<JsonNode> nodes = new ArrayList<>(List.of(graph));
		graph.path("children").forEach((child) -> nodes.addAll(nodes(child)));
		return nodes;
	}

	private void addComponent(ObjectNode predictor, ObjectNode component, int index, String predictorKey) {
		String containers = StreamSupport.stream(component.path("spec").path("containers").spliterator(), false)
			.map((container) -> container.path("name").asText())
			.collect(Collectors.joining("-"));
		String given = component.path("metadata").path("name").asText("");
		String deploymentName = Names.shortened("%s-%s-%d-%s".formatted(this.name, predictor.path("name").asText(),
				index, given.isEmpty() ? containers : given));
		if (this.first.isEmpty()) {
			this.first = deploymentName;
		}
		Map<String, String> labels = new HashMap<>(MANAGED);
		Map<String, String> selector = new HashMap<>(Map.of(ID, Names.shortened(this.name)));
		boolean withOrchestrator = false;
		for (JsonNode node : nodes(predictor.path("graph"))) {
			String container = node.path("name").asText();
			if (!contains(component, container)) {
				continue;
			}
			String service = Names
				.shortened("%s-%s-%s".formatted(this.name, predictor.path("name").asText(), container));
			Map<String, String> own = Map.of("seldon-app-svc-" + container, service);
			Map<String, String> typed = typeLabel(node);
			labels.putAll(own);
			labels.putAll(typed);
			selector.putAll(own);
			Map<String, String> serviceLabels = new HashMap<>(own);
			serviceLabels.putAll(typed);
			serviceLabels.put(APP, predictorKey);
			addService(service, serviceLabels, own, 9000 + this.nextPort, 9500 + this.nextPort);
			this.nextPort++;
			withOrchestrator |= index == 0 && !this.separateOrchestrator;
		}
		PodSpec pod = Json.as(component.path("spec"), PodSpec.class);
		Map<String, String> deploymentLabels = new HashMap<>(labels);
		if (withOrchestrator) {
			labels.put(APP, predictorKey);
			deploymentLabels.putAll(Map.of(APP, predictorKey, "seldon-deployment-contains-svcorch", "true"));
			selector.put(APP, predictorKey);
			pod.getContainers().add(orchestratorContainer());
		}
		Deployment deployment = deployment(deploymentName, predictor, component.path("metadata"), pod);
		deployment.getMetadata().getLabels().putAll(deploymentLabels);
		deployment.getSpec().getTemplate().getMetadata().getLabels().putAll(labels);
		deployment.getSpec().getSelector().setMatchLabels(selector);
		replicas(deployment, predictor, component);
		this.deployments.add(deployment);
	}

	private static boolean contains(JsonNode component, String container) {
		return StreamSupport.stream(component.path("spec").path("containers").spliterator(), false)
			.anyMatch((each) -> each.path("name").asText().equals(container));
	}

	private void replicas(Deployment deployment, JsonNode predictor, JsonNode component) {
		String deploymentName = deployment.getMetadata().getName();
		if (component.has("kedaSpec")) {
			this.autoscaled.add(deploymentName);
		}
		else if (component.has("hpaSpec")) {
			this.autoscaled.add(deploymentName);
			this.autoscalers.add(autoscaler(deploymentName, component.path("hpaSpec")));
		}
		else {
			deployment.getSpec().setReplicas(first(component, predictor, this.spec));
		}
	}

	/** The replicas of the first of these that says how many. */
	private static @Nullable Integer first(JsonNode... levels) {
		for (JsonNode level : levels) {
			if (level.hasNonNull("replicas")) {
				return level.path("replicas").asInt();
			}
		}
		return null;
	}

	private ObjectNode autoscaler(String deploymentName, JsonNode given) {
		ObjectNode autoscaler = Json.object()
			.put("apiVersion", "autoscaling/v2")
			.put("kind", "HorizontalPodAutoscaler");
		ObjectNode metadata = autoscaler.putObject("metadata")
			.put("name", deploymentName)
			.put("namespace", this.namespace);
		metadata.putObject("labels").put(ID, Names.shortened(this.name));
		ObjectNode target = autoscaler.putObject("spec");
		target.putObject("scaleTargetRef")
			.put("kind", "Deployment")
			.put("name", deploymentName)
			.put("apiVersion", "apps/v1");
		target.set("minReplicas", given.path("minReplicas"));
		target.set("maxReplicas", given.path("maxReplicas"));
		if (given.has("metricsv2")) {
			target.set("metrics", given.path("metricsv2"));
		}
		return autoscaler;
	}

	private Deployment orchestrator(JsonNode predictor, String predictorKey) {
		String deploymentName = Names.shortened("%s-%s-svc-orch".formatted(this.name, predictor.path("name").asText()));
		PodSpec pod = new PodSpec();
		pod.getContainers().add(orchestratorContainer());
		Deployment deployment = deployment(deploymentName, predictor, Json.object(), pod);
		Map<String, String> identity = Map.of(APP, predictorKey, ID, predictorKey);
		deployment.getMetadata().getLabels().putAll(identity);
		deployment.getMetadata().getLabels().put("seldon-deployment-contains-svcorch", "true");
		Map<String, String> podLabels = deployment.getSpec().getTemplate().getMetadata().getLabels();
		podLabels.putAll(identity);
		podLabels.remove("fluentd");
		deployment.getSpec().getSelector().setMatchLabels(identity);
		deployment.getSpec().setReplicas(first(predictor.path("svcOrchSpec"), predictor, this.spec));
		return deployment;
	}

	private static Container orchestratorContainer() {
		return new ContainerBuilder().withName("seldon-container-engine")
			.withImage("seldonio/seldon-core-executor:1.18.2")
			.build();
	}

	private void addExplainer(JsonNode predictor, String predictorKey) {
		String deploymentName = Names
			.shortened("%s-%s-explainer".formatted(this.name, predictor.path("name").asText()));
		PodSpec pod = new PodSpec();
		pod.getContainers()
			.add(new ContainerBuilder().withName(deploymentName).withImage("seldonio/alibiexplainer:1.18.2").build());
		Deployment deployment = deployment(deploymentName, predictor, Json.object(), pod);
		Map<String, String> labels = new HashMap<>(MANAGED);
		labels.putAll(Map.of(APP, deploymentName, "seldon.io/explainer", "true"));
		deployment.getMetadata().getLabels().putAll(labels);
		deployment.getSpec().getTemplate().getMetadata().getLabels().putAll(labels);
		// As the real one does, although other Deployments of the resource carry it too.
		deployment.getSpec().getSelector().setMatchLabels(Map.of(ID, Names.shortened(this.name)));
		Integer predicting = first(predictor, this.spec);
		deployment.getSpec()
			.setReplicas((predicting != null && predicting == 0) ? predicting : first(predictor.path("explainer")));
		this.deployments.add(deployment);
		addService(deploymentName, Map.of(APP, predictorKey, "seldon.io/explainer", "true"),
				Map.of(APP, deploymentName), 9000, 0);
	}

	private Deployment deployment(String deploymentName, JsonNode predictor, JsonNode metadata, PodSpec pod) {
		Map<String, String> labels = new HashMap<>(
				Map.of(ID, Names.shortened(this.name), "app", deploymentName, "fluentd", "true"));
		labels.put("version", predictor.path("name").asText());
		labels.putAll(texts(predictor.path("labels")));
		labels.putAll(texts(metadata.path("labels")));
		Map<String, String> annotations = new HashMap<>(texts(this.spec.path("annotations")));
		annotations.putAll(texts(predictor.path("annotations")));
		annotations.putAll(texts(metadata.path("annotations")));
		return new DeploymentBuilder().withNewMetadata()
			.withName(deploymentName)
			.withNamespace(this.namespace)
			.withLabels(labels)
			.withAnnotations(annotations)
			.endMetadata()
			.withNewSpec()
			.withProgressDeadlineSeconds(
					predictor.has("progressDeadlineSeconds") ? predictor.path("progressDeadlineSeconds").asInt() : null)
			.withNewSelector()
			.endSelector()
			.withNewTemplate()
			.withNewMetadata()
			.withLabels(new HashMap<>(labels))
			.withAnnotations(new HashMap<>(annotations))
			.addToAnnotations("prometheus.io/path", "/prometheus")
			.addToAnnotations("prometheus.io/scrape", "true")
			.endMetadata()
			.withSpec(pod)
			.endTemplate()
			.endSpec()
			.build();
	}

	private void addService(String service, Map<String, String> labels, Map<String, String> selector, int http,
			int grpc) {
		this.ports.put(service, new int[] { http, grpc });
		this.services.add(new ServiceBuilder().withNewMetadata()
			.withName(service)
			.withNamespace(this.namespace)
			.withLabels(labels)
			.addToLabels(MANAGED)
			.addToLabels(ID, Names.shortened(this.name))
			.endMetadata()
			.withNewSpec()
			.withSelector(selector)
			.addNewPort()
			.withName("http")
			.withPort(http)
			.endPort()
			.endSpec()
			.build());
	}

	private static Map<String, String> typeLabel(JsonNode node) {
		String type = node.path("type").asText("MODEL");
		return switch (type) {
			case "MODEL", "ROUTER", "COMBINER", "TRANSFORMER" ->
				Map.of("seldon.io/" + type.toLowerCase(Locale.ROOT), "true");
			case "OUTPUT_TRANSFORMER" -> Map.of("seldon.io/output-transformer", "true");
			default -> Map.of();
		};
	}

	private static Map<String, String> texts(JsonNode fields) {
		return StreamSupport.stream(fields.properties().spliterator(), false)
			.collect(Collectors.toMap(Map.Entry::getKey, (field) -> field.getValue().asText()));
	}

}
