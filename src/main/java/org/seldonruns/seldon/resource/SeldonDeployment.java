package org.seldonruns.seldon.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a SeldonDeployment in the cluster that a run needs.
 *
 * @param name its name
 * @param uid its uid
 * @param version its {@code resourceVersion}, which rises with each write in the cluster
 * @param generation rises with each change of its spec
 * @param labels its labels
 * @param finalizers its finalizers
 * @param deleting whether its deletion has been requested
 * @param state {@code status.state}: {@code Creating}, {@code Available} or
 * {@code Failed}; none until the operator has seen it
 * @param description {@code status.description}: why it failed
 * @param replicas {@code spec.replicas}, where set
 * @param separateOrchestrator whether the service orchestrator has Deployments of its own
 * @param predictors its predictors, in order
 */
public record SeldonDeployment(String name, String uid, String version, long generation, Map<String, String> labels,
		List<String> finalizers, boolean deleting, @Nullable String state, @Nullable String description,
		@Nullable Integer replicas, boolean separateOrchestrator, List<Predictor> predictors) {

	/** The state if the resource is available. */
	public static final String AVAILABLE = "Available";

	/**
	 * The state if the operator failed to reconcile the resource.
	 */
	public static final String FAILED = "Failed";

	private static final String SEPARATE_ORCHESTRATOR = "seldon.io/engine-separate-pod";

	public SeldonDeployment {
		labels = Map.copyOf(labels);
		finalizers = List.copyOf(finalizers);
		predictors = List.copyOf(predictors);
	}

	/**
	 * Reads an object. Fields of a wrong type are treated as absent; the API server
	 * rejects such objects.
	 * @param object a SeldonDeployment from the API server
	 * @return the SeldonDeployment
	 */
	public static SeldonDeployment of(GenericKubernetesResource object) {
		ObjectMeta metadata = object.getMetadata();
		JsonTree spec = JsonTree.of(object.getAdditionalProperties().get("spec"));
		JsonTree status = JsonTree.of(object.getAdditionalProperties().get("status"));
		List<Predictor> predictors = new ArrayList<>();
		for (JsonTree predictor : spec.list("predictors")) {
			predictors.add(Predictor.of(metadata.getName(), predictors.size(), predictor));
		}
		return new SeldonDeployment(metadata.getName(), metadata.getUid(),
				Objects.requireNonNullElse(metadata.getResourceVersion(), ""),
				(metadata.getGeneration() != null) ? metadata.getGeneration() : 0, metadata.getLabels(),
				metadata.getFinalizers(), metadata.getDeletionTimestamp() != null, status.nonEmptyText("state"),
				status.text("description"), spec.integer("replicas"),
				"true".equalsIgnoreCase(spec.child("annotations").text(SEPARATE_ORCHESTRATOR)), predictors);
	}

	/**
	 * Its components, hence the Deployments that a scale is about.
	 * @return in the order of predictors and of their {@code componentSpecs}
	 */
	public List<ComponentSpec> components() {
		return predictors.stream().flatMap(predictor -> predictor.components().stream()).toList();
	}

	/**
	 * The replicas that a component asks for: the first that is set of
	 * {@code componentSpecs[].replicas}, {@code predictors[].replicas},
	 * {@code spec.replicas}; else 1.
	 * @param component one of this resource that is not autoscaled
	 * @return how many
	 */
	public int replicasOf(ComponentSpec component) {
		if (component.replicas() != null) {
			return component.replicas();
		}
		Integer ofPredictor = predictors.get(component.predictor()).replicas();
		if (ofPredictor != null) {
			return ofPredictor;
		}
		return (replicas != null) ? replicas : 1;
	}

	/**
	 * The Deployments that are no component: service orchestrators and explainers.
	 * @return their names
	 */
	public List<String> auxiliaryDeployments() {
		return predictors.stream().flatMap(predictor -> predictor.auxiliaries(separateOrchestrator).stream()).toList();
	}

}
