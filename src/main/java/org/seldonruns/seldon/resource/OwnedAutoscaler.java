package org.seldonruns.seldon.resource;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import org.jspecify.annotations.Nullable;

/**
 * The parts of the autoscaler of a component that a run needs.
 *
 * @param kind {@code HorizontalPodAutoscaler}, or {@code ScaledObject} of KEDA
 * @param deployment the name of the Deployment that it scales
 * @param minimum the smallest number of replicas that it sets
 * @param maximum the largest number of replicas that it sets; null if it is not set
 * @param current the number of replicas that its status reports; null if there is none
 */
public record OwnedAutoscaler(String kind, String name, String deployment, int minimum, @Nullable Integer maximum,
		@Nullable Integer current, List<Condition> conditions) {

	private static final String SCALED_OBJECT = "ScaledObject";

	public OwnedAutoscaler {
		conditions = List.copyOf(conditions);
	}

	/** Reads an object; empty if it is not an autoscaler. */
	public static Optional<OwnedAutoscaler> of(HasMetadata object) {
		return switch (object) {
			case HorizontalPodAutoscaler autoscaler when autoscaler.getSpec() != null ->
				Optional.of(ofHorizontal(autoscaler));
			case GenericKubernetesResource scaled when SCALED_OBJECT.equals(scaled.getKind()) ->
				Optional.of(ofScaledObject(scaled));
			default -> Optional.empty();
		};
	}

	private static OwnedAutoscaler ofHorizontal(HorizontalPodAutoscaler object) {
		List<Condition> conditions = (object.getStatus() == null) ? List.of()
				: object.getStatus()
					.getConditions()
					.stream()
					.map(each -> new Condition(each.getType(), each.getStatus(), each.getReason(), each.getMessage()))
					.toList();
		return new OwnedAutoscaler(object.getKind(), object.getMetadata().getName(),
				object.getSpec().getScaleTargetRef().getName(),
				// The default of the API server.
				Objects.requireNonNullElse(object.getSpec().getMinReplicas(), 1), object.getSpec().getMaxReplicas(),
				(object.getStatus() != null) ? object.getStatus().getCurrentReplicas() : null, conditions);
	}

	// https://keda.sh/docs/latest/reference/scaledobject-spec/
	private static OwnedAutoscaler ofScaledObject(GenericKubernetesResource object) {
		JsonTree spec = new JsonTree(object.getAdditionalProperties().get("spec"));
		Integer idle = spec.integer("idleReplicaCount");
		Integer minimum = (idle != null) ? idle : spec.integer("minReplicaCount");
		List<Condition> conditions = new JsonTree(object.getAdditionalProperties().get("status")).list("conditions")
			.stream()
			.map(each -> new Condition(String.valueOf(each.text("type")), String.valueOf(each.text("status")),
					each.text("reason"), each.text("message")))
			.toList();
		return new OwnedAutoscaler(SCALED_OBJECT, object.getMetadata().getName(),
				String.valueOf(spec.child("scaleTargetRef").text("name")), Objects.requireNonNullElse(minimum, 0),
				spec.integer("maxReplicaCount"), null, conditions);
	}

	/** Returns the condition that shows that it cannot scale; empty if it works. */
	public Optional<Condition> failure() {
		return conditions.stream()
			.filter(condition -> condition.is("ScalingActive", "False") || condition.is("AbleToScale", "False")
					|| condition.is("Ready", "False"))
			// The HPA controller pauses on purpose while there are no replicas.
			.filter(condition -> !"ScalingDisabled".equals(condition.reason()))
			.findFirst();
	}

}
