package org.seldonruns.seldon.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a SeldonDeployment in the cluster that a run needs.
 *
 * @param version its {@code resourceVersion}, which rises with each write in the cluster
 * @param generation rises with each change of its spec
 * @param deleting whether its deletion has been requested
 * @param state {@code status.state}: {@code Creating}, {@code Available} or
 * {@code Failed}; null before the operator has seen it
 * @param description {@code status.description}: why it failed
 * @param replicas {@code spec.replicas}, where set
 * @param separateOrchestrator whether the service orchestrator runs in separate
 * Deployments ({@code seldon.io/engine-separate-pod})
 * @param predictors its predictors, in order
 * @param content its annotations and its spec
 */
public record SeldonDeployment(String name, String uid, String version, long generation, Map<String, String> labels,
		List<String> finalizers, boolean deleting, @Nullable String state, @Nullable String description,
		@Nullable Integer replicas, boolean separateOrchestrator, List<Predictor> predictors, Content content) {

	/** The state if the resource is available. */
	public static final String AVAILABLE = "Available";

	/** The state if the operator failed to reconcile the resource. */
	public static final String FAILED = "Failed";

	public SeldonDeployment {
		labels = Map.copyOf(labels);
		finalizers = List.copyOf(finalizers);
		predictors = List.copyOf(predictors);
	}

	/**
	 * Reads an object. Fields of a wrong type are treated as absent; the API server
	 * rejects such objects.
	 */
	public static SeldonDeployment of(GenericKubernetesResource object) {
		ObjectMeta metadata = object.getMetadata();
		JsonTree spec = new JsonTree(object.getAdditionalProperties().get("spec"));
		JsonTree status = new JsonTree(object.getAdditionalProperties().get("status"));
		List<Predictor> predictors = new ArrayList<>();
		for (JsonTree predictor : spec.list("predictors")) {
			predictors.add(Predictor.of(metadata.getName(), predictors.size(), predictor));
		}
		return new SeldonDeployment(metadata.getName(), metadata.getUid(),
				Objects.requireNonNullElse(metadata.getResourceVersion(), ""),
				Objects.requireNonNullElse(metadata.getGeneration(), 0L), metadata.getLabels(),
				metadata.getFinalizers(), metadata.getDeletionTimestamp() != null, status.nonEmptyText("state"),
				status.text("description"), spec.integer("replicas"),
				"true".equalsIgnoreCase(spec.child("annotations").text("seldon.io/engine-separate-pod")), predictors,
				new Content(metadata.getAnnotations(), spec));
	}

	/** Returns where its predictors with live traffic answer predictions. */
	public List<PredictionEndpoint> endpoints() {
		return PredictionEndpoint.of(name, content.spec());
	}

	/** Returns the components, which a scale changes, in the order of the manifest. */
	public List<ComponentSpec> components() {
		return predictors.stream().flatMap(predictor -> predictor.components().stream()).toList();
	}

	/**
	 * Returns the replicas of a component that is not autoscaled: the first that is set
	 * of {@code componentSpecs[].replicas}, {@code predictors[].replicas}, {@code
	 * spec.replicas}; else 1.
	 */
	public int replicasOf(ComponentSpec component) {
		return Objects.requireNonNullElse(declaredReplicasOf(component), 1);
	}

	/** Like {@link #replicasOf}, but returns null if none of these is set. */
	public @Nullable Integer declaredReplicasOf(ComponentSpec component) {
		if (component.replicas() != null) {
			return component.replicas();
		}
		Integer ofPredictor = predictors.get(component.predictor()).replicas();
		return (ofPredictor != null) ? ofPredictor : replicas;
	}

	/** Returns the Deployments of service orchestrators and explainers. */
	public List<Auxiliary> auxiliaries() {
		return predictors.stream().flatMap(predictor -> predictor.auxiliaries(separateOrchestrator)).toList();
	}

	/**
	 * Finds the component that a Deployment belongs to.
	 * @return the component; none for an orchestrator or an explainer
	 */
	public Optional<ComponentSpec> componentOf(OwnedDeployment deployment) {
		return auxiliaries().stream().anyMatch(auxiliary -> auxiliary.deployment().equals(deployment.name()))
				? Optional.empty() : DeploymentNameMatcher.componentOf(components(), deployment);
	}

	/** Returns the spec of a predictor; empty if there is none of this name. */
	public Optional<JsonTree> predictorSpec(String predictor) {
		return content.spec()
			.list("predictors")
			.stream()
			.filter(spec -> predictor.equals(spec.text("name")))
			.findFirst();
	}

	/**
	 * The annotations and the spec of a resource.
	 *
	 * @param annotations by key
	 * @param spec as the manifest has it, without the fields that the API server drops
	 */
	public record Content(Map<String, String> annotations, JsonTree spec) {
	}

	/** A Deployment that is not a component. */
	public record Auxiliary(String deployment, DeploymentRole role, String predictor) {
	}

}
