package org.seldonruns.simulation;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import org.seldonruns.simulation.ContainerPorts.ServicePorts;

/**
 * The shape of the objects that the operator makes for one SeldonDeployment.
 */
final class Templates {

	static final String ID = "seldon-deployment-id";

	static final Map<String, String> MANAGED = Map.of("app.kubernetes.io/managed-by", "seldon-core");

	private final String namespace;

	private final String id;

	private final Map<String, String> annotations;

	Templates(ObjectNode seldonDeployment) {
		this.namespace = Json.meta(seldonDeployment, "namespace");
		this.id = Names.shortened(Json.meta(seldonDeployment, "name"));
		this.annotations = texts(seldonDeployment.path("spec").path("annotations"));
	}

	/** What most objects carry as {@code seldon-deployment-id}. */
	String id() {
		return this.id;
	}

	/** A Deployment without replicas and selector. */
	Deployment deployment(String deploymentName, JsonNode predictor, JsonNode metadata, PodSpec pod) {
		Map<String, String> labels = new HashMap<>(Map.of(ID, this.id, "app", deploymentName, "fluentd", "true"));
		labels.put("version", predictor.path("name").asText());
		labels.putAll(texts(predictor.path("labels")));
		labels.putAll(texts(metadata.path("labels")));
		Map<String, String> annotations = new HashMap<>(this.annotations);
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

	/** A Service. */
	Service service(String service, JsonNode predictor, Map<String, String> labels, Map<String, String> selector,
			ServicePorts ports) {
		ServiceBuilder builder = new ServiceBuilder().withNewMetadata()
			.withName(service)
			.withNamespace(this.namespace)
			.withLabels(labels)
			.addToLabels(MANAGED)
			.addToLabels(ID, this.id)
			.withAnnotations(texts(predictor.path("annotations")))
			.endMetadata()
			.withNewSpec()
			.withSelector(selector)
			.withSessionAffinity("None")
			.withType("ClusterIP")
			.addToPorts(port("http", ports.http()))
			.endSpec();
		if (ports.grpc() > 0) {
			builder.editSpec().addToPorts(port("grpc", ports.grpc())).endSpec();
		}
		return builder.build();
	}

	private static ServicePort port(String name, int number) {
		return new ServicePortBuilder().withName(name)
			.withProtocol("TCP")
			.withPort(number)
			.withTargetPort(new IntOrString(number))
			.build();
	}

	/** A HorizontalPodAutoscaler for a Deployment, of its component's {@code hpaSpec}. */
	ObjectNode autoscaler(String deploymentName, JsonNode given) {
		ObjectNode autoscaler = Json.object()
			.put("apiVersion", "autoscaling/v2")
			.put("kind", "HorizontalPodAutoscaler");
		ObjectNode metadata = autoscaler.putObject("metadata")
			.put("name", deploymentName)
			.put("namespace", this.namespace);
		metadata.putObject("labels").put(ID, this.id);
		ObjectNode target = autoscaler.putObject("spec");
		target.putObject("scaleTargetRef")
			.put("kind", "Deployment")
			.put("name", deploymentName)
			.put("apiVersion", "apps/v1");
		Map.of("minReplicas", "minReplicas", "maxReplicas", "maxReplicas", "metricsv2", "metrics")
			.forEach((from, to) -> {
				if (given.has(from)) {
					target.set(to, given.get(from));
				}
			});
		return autoscaler;
	}

	/**
	 * The orchestrator. Its environment has the predictor, without what must not replace
	 * the pods.
	 */
	static Container orchestratorContainer(JsonNode predictor) {
		ObjectNode shown = predictor.deepCopy();
		shown.remove(List.of("traffic", "explainer"));
		shown.put("replicas", 0);
		String encoded = Base64.getEncoder().encodeToString(shown.toString().getBytes(StandardCharsets.UTF_8));
		return new ContainerBuilder().withName("seldon-container-engine")
			.withImage("seldonio/seldon-core-executor:1.18.2")
			.addNewEnv()
			.withName("ENGINE_PREDICTOR")
			.withValue(encoded)
			.endEnv()
			.build();
	}

	private static Map<String, String> texts(JsonNode fields) {
		return fields.properties()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, (field) -> field.getValue().asText()));
	}

}
