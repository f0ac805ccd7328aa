package org.seldonruns.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.jspecify.annotations.Nullable;
import org.seldonruns.simulation.ContainerPorts.ServicePorts;

/**
 * What the operator makes for one SeldonDeployment: names, labels and replicas as those
 * of Seldon Core 1.18. Built once for each reconcile.
 */
final class Components {

	private static final String APP = "seldon-app";

	private final List<Service> services = new ArrayList<>();

	private final List<Deployment> deployments = new ArrayList<>();

	private final List<ObjectNode> autoscalers = new ArrayList<>();

	private final Set<String> autoscaled = new HashSet<>();

	private final Map<String, ServicePorts> ports = new HashMap<>();

	private final ContainerPorts containerPorts = new ContainerPorts();

	private final String name;

	private final String namespace;

	private final ObjectNode spec;

	private final Templates templates;

	private final boolean separateOrchestrator;

	private String first = "";

	Components(ObjectNode seldonDeployment) {
		this.name = Json.meta(seldonDeployment, "name");
		this.namespace = Json.meta(seldonDeployment, "namespace");
		this.spec = Json.child(seldonDeployment, "spec").deepCopy();
		this.templates = new Templates(seldonDeployment);
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
		JsonNode predictor = this.spec.path("predictors").path(0);
		String service = key(predictor);
		String model = predictor.path("graph").path("name").asText();
		String path = switch (this.spec.path("protocol").asText("")) {
			case "tensorflow" -> "/v1/models/" + model + ":predict";
			case "kfserving", "v2" -> "/v2/models/" + model + "/infer";
			default -> "/api/v1.0/predictions";
		};
		return "http://%s.%s.svc.cluster.local:%d%s".formatted(service, this.namespace,
				this.ports.getOrDefault(service, ServicePorts.ORCHESTRATOR).http(), path);
	}

	/** What {@code status.serviceStatus} says of a Service. */
	ObjectNode serviceStatus(String service) {
		ServicePorts known = this.ports.getOrDefault(service, ServicePorts.ORCHESTRATOR);
		ObjectNode status = Json.object()
			.put("svcName", service)
			.put("httpEndpoint", "%s.%s:%d".formatted(service, this.namespace, known.http()));
		if (known.grpc() > 0) {
			status.put("grpcEndpoint", "%s.%s:%d".formatted(service, this.namespace, known.grpc()));
		}
		return status;
	}

	private void addPredictor(ObjectNode predictor) {
		String key = key(predictor);
		// Prepackaged servers are numbered after the containers of the manifest.
		this.containerPorts.number(predictor);
		Graph.addPrepackagedServers(predictor);
		this.containerPorts.number(predictor);
		if (this.separateOrchestrator && !hasNoOrchestrator(predictor)) {
			this.deployments.add(orchestrator(predictor, key));
		}
		JsonNode components = predictor.path("componentSpecs");
		for (int i = 0; i < components.size(); i++) {
			if (!components.get(i).path("spec").path("containers").isEmpty()) {
				addComponent(predictor, (ObjectNode) components.get(i), i, key);
			}
		}
		if (!hasNoOrchestrator(predictor)) {
			addService(key, predictor, Map.of(APP, key), Map.of(APP, key), ServicePorts.ORCHESTRATOR);
		}
		if (!predictor.path("explainer").path("type").asText("").isEmpty()) {
			addExplainer(predictor, key);
		}
	}

	/** The name of a predictor's Service, which is also its label {@code seldon-app}. */
	private String key(JsonNode predictor) {
		JsonNode given = predictor.path("annotations").path("seldon.io/svc-name");
		return given.isMissingNode() ? Names.shortened(this.name + "-" + predictor.path("name").asText())
				: given.asText();
	}

	private static boolean hasNoOrchestrator(JsonNode predictor) {
		return "true".equalsIgnoreCase(predictor.path("annotations").path("seldon.io/no-engine").asText());
	}

	private void addComponent(ObjectNode predictor, ObjectNode component, int index, String predictorKey) {
		List<String> containers = Graph.containers(component);
		String given = component.path("metadata").path("name").asText("");
		String deploymentName = Names.shortened("%s-%s-%d-%s".formatted(this.name, predictor.path("name").asText(),
				index, given.isEmpty() ? String.join("-", containers) : given));
		if (this.first.isEmpty()) {
			this.first = deploymentName;
		}
		Map<String, String> labels = new HashMap<>(Templates.MANAGED);
		Map<String, String> selector = new HashMap<>(Map.of(Templates.ID, this.templates.id()));
		boolean withOrchestrator = false;
		for (JsonNode each : component.path("spec").path("containers")) {
			String container = each.path("name").asText();
			JsonNode node = Graph.find(predictor.path("graph"), container).orElse(null);
			if (node == null) {
				continue;
			}
			String service = Names
				.shortened("%s-%s-%s".formatted(this.name, predictor.path("name").asText(), container));
			Map<String, String> own = Map.of("seldon-app-svc-" + container, service);
			Map<String, String> roles = Graph.roleLabels(node, predictor);
			labels.putAll(own);
			labels.putAll(roles);
			selector.putAll(own);
			Map<String, String> serviceLabels = new HashMap<>(own);
			serviceLabels.putAll(roles);
			serviceLabels.put(APP, predictorKey);
			ServicePorts ports = this.containerPorts.of(each);
			addService(service, predictor, serviceLabels, own, ports);
			if (hasNoOrchestrator(predictor)) {
				labels.put(APP, predictorKey);
				selector.put(APP, predictorKey);
				Map<String, String> predictorLabels = new HashMap<>(roles);
				predictorLabels.put(APP, predictorKey);
				addService(predictorKey, predictor, predictorLabels, Map.of(APP, predictorKey), ports);
			}
			else {
				withOrchestrator |= index == 0 && !this.separateOrchestrator;
			}
		}
		PodSpec pod = Json.as(component.path("spec"), PodSpec.class);
		Map<String, String> deploymentLabels = new HashMap<>(labels);
		if (withOrchestrator) {
			labels.put(APP, predictorKey);
			deploymentLabels.putAll(Map.of(APP, predictorKey, "seldon-deployment-contains-svcorch", "true"));
			selector.put(APP, predictorKey);
			pod.getContainers().add(Templates.orchestratorContainer(predictor));
		}
		Deployment deployment = this.templates.deployment(deploymentName, predictor, component.path("metadata"), pod);
		deployment.getMetadata().getLabels().putAll(deploymentLabels);
		deployment.getSpec().getTemplate().getMetadata().getLabels().putAll(labels);
		deployment.getSpec().getSelector().setMatchLabels(selector);
		replicas(deployment, predictor, component);
		this.deployments.add(deployment);
	}

	private void replicas(Deployment deployment, JsonNode predictor, JsonNode component) {
		String deploymentName = deployment.getMetadata().getName();
		if (component.has("kedaSpec")) {
			this.autoscaled.add(deploymentName);
		}
		else if (component.has("hpaSpec")) {
			this.autoscaled.add(deploymentName);
			this.autoscalers.add(this.templates.autoscaler(deploymentName, component.path("hpaSpec")));
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

	private Deployment orchestrator(JsonNode predictor, String predictorKey) {
		String deploymentName = Names.shortened("%s-%s-svc-orch".formatted(this.name, predictor.path("name").asText()));
		PodSpec pod = new PodSpec();
		pod.getContainers().add(Templates.orchestratorContainer(predictor));
		Deployment deployment = this.templates.deployment(deploymentName, predictor, Json.object(), pod);
		Map<String, String> identity = Map.of(APP, predictorKey, Templates.ID, predictorKey);
		deployment.getMetadata().getLabels().putAll(identity);
		deployment.getMetadata().getLabels().put("seldon-deployment-contains-svcorch", "true");
		Map<String, String> podLabels = deployment.getSpec().getTemplate().getMetadata().getLabels();
		podLabels.putAll(identity);
		podLabels.remove("fluentd");
		deployment.getSpec().getSelector().setMatchLabels(identity);
		deployment.getSpec().setReplicas(first(predictor.path("svcOrchSpec"), predictor, this.spec));
		return deployment;
	}

	private void addExplainer(JsonNode predictor, String predictorKey) {
		String deploymentName = Names
			.shortened("%s-%s-explainer".formatted(this.name, predictor.path("name").asText()));
		PodSpec pod = new PodSpec();
		pod.getContainers()
			.add(new ContainerBuilder().withName(deploymentName).withImage("seldonio/alibiexplainer:1.18.2").build());
		Deployment deployment = this.templates.deployment(deploymentName, predictor, Json.object(), pod);
		Map<String, String> labels = new HashMap<>(Templates.MANAGED);
		labels.putAll(Map.of(APP, deploymentName, "seldon.io/explainer", "true"));
		deployment.getMetadata().getLabels().putAll(labels);
		deployment.getSpec().getTemplate().getMetadata().getLabels().putAll(labels);
		// As the real one does, although other Deployments of the resource carry it too.
		deployment.getSpec().getSelector().setMatchLabels(Map.of(Templates.ID, this.templates.id()));
		Integer predicting = first(predictor, this.spec);
		deployment.getSpec()
			.setReplicas((predicting != null && predicting == 0) ? predicting : first(predictor.path("explainer")));
		this.deployments.add(deployment);
		addService(deploymentName, predictor, Map.of(APP, predictorKey, "seldon.io/explainer", "true"),
				Map.of(APP, deploymentName), ServicePorts.EXPLAINER);
	}

	private void addService(String service, JsonNode predictor, Map<String, String> labels,
			Map<String, String> selector, ServicePorts ports) {
		this.ports.put(service, ports);
		this.services.add(this.templates.service(service, predictor, labels, selector, ports));
	}

}
