package org.seldonruns.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
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

	private final Map<String, int[]> ports = new LinkedHashMap<>();

	private final String name;

	private final String namespace;

	private final ObjectNode spec;

	private final Templates templates;

	private final boolean separateOrchestrator;

	private String first = "";

	private int nextPort;

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
		Graph.addPrepackagedServers(predictor);
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
		for (JsonNode node : Graph.nodes(predictor.path("graph"))) {
			String container = node.path("name").asText();
			if (!containers.contains(container)) {
				continue;
			}
			String service = Names
				.shortened("%s-%s-%s".formatted(this.name, predictor.path("name").asText(), container));
			Map<String, String> own = Map.of("seldon-app-svc-" + container, service);
			Map<String, String> typed = Graph.typeLabel(node);
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
			pod.getContainers().add(Templates.orchestratorContainer());
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
		pod.getContainers().add(Templates.orchestratorContainer());
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
		addService(deploymentName, Map.of(APP, predictorKey, "seldon.io/explainer", "true"),
				Map.of(APP, deploymentName), 9000, 0);
	}

	private void addService(String service, Map<String, String> labels, Map<String, String> selector, int http,
			int grpc) {
		this.ports.put(service, new int[] { http, grpc });
		this.services.add(this.templates.service(service, labels, selector, http));
	}

}
