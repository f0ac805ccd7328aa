package org.seldonruns.seldon.readiness;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.jspecify.annotations.Nullable;
import org.seldonruns.seldon.resource.JsonTree;
import org.seldonruns.seldon.resource.ObservedState.Present;
import org.seldonruns.seldon.resource.SeldonDeployment;

/** The state of a resource before an update, to recognize what the operator changes. */
public final class UpdateBaseline {

	private final SeldonDeployment resource;

	private final Map<String, Former> deployments;

	private UpdateBaseline(SeldonDeployment resource, Map<String, Former> deployments) {
		this.resource = resource;
		this.deployments = deployments;
	}

	public static UpdateBaseline of(Present present) {
		return new UpdateBaseline(present.resource(),
				present.deploymentsByName()
					.values()
					.stream()
					.map(Former::of)
					.collect(Collectors.toMap(Former::name, Function.identity())));
	}

	boolean hasDeployment(String name) {
		return deployments.containsKey(name);
	}

	Optional<JsonTree> predictor(String name) {
		return resource.predictorSpec(name);
	}

	/** Returns the former pod template of a Deployment; null if it is a new object. */
	@Nullable PodTemplateSpec template(Deployment deployment) {
		Former former = deployments.get(deployment.getMetadata().getName());
		return (former != null && former.uid().equals(deployment.getMetadata().getUid())) ? former.template() : null;
	}

	/** Returns whether the operator created a Deployment, or changed its pod template. */
	boolean isReplaced(Deployment deployment) {
		return !deployment.getSpec().getTemplate().equals(template(deployment));
	}

	/**
	 * Returns whether the operator has created, changed or deleted any Deployment.
	 * @param autoscaled the Deployments whose replicas the operator does not set
	 */
	boolean differsFrom(Map<String, Deployment> now, Set<String> autoscaled) {
		return !now.keySet().containsAll(deployments.keySet()) || now.values()
			.stream()
			.anyMatch(deployment -> isReplaced(deployment)
					|| (!autoscaled.contains(deployment.getMetadata().getName()) && isScaled(deployment)));
	}

	private boolean isScaled(Deployment deployment) {
		Former former = deployments.get(deployment.getMetadata().getName());
		return former != null && !Objects.equals(former.replicas(), deployment.getSpec().getReplicas());
	}

	/** The parts of a Deployment that the operator sets. */
	private record Former(String name, String uid, @Nullable Integer replicas, PodTemplateSpec template) {

		static Former of(Deployment deployment) {
			return new Former(deployment.getMetadata().getName(), deployment.getMetadata().getUid(),
					deployment.getSpec().getReplicas(), deployment.getSpec().getTemplate());
		}

	}

}
