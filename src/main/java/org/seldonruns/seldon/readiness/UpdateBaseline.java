package org.seldonruns.seldon.readiness;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.seldonruns.seldon.resource.JsonTree;
import org.seldonruns.seldon.resource.ObservedState.Present;
import org.seldonruns.seldon.resource.SeldonDeployment;

/** The state of a resource before an update, to recognize what the operator changes. */
public final class UpdateBaseline {

	private final SeldonDeployment resource;

	private final Map<String, Deployment> deployments;

	private UpdateBaseline(SeldonDeployment resource, Map<String, Deployment> deployments) {
		this.resource = resource;
		this.deployments = deployments;
	}

	public static UpdateBaseline of(Present present) {
		return new UpdateBaseline(present.resource(), present.objects(Deployment.class)
			.collect(Collectors.toMap(deployment -> deployment.getMetadata().getName(), deployment -> deployment)));
	}

	public SeldonDeployment resource() {
		return resource;
	}

	boolean hasDeployment(String name) {
		return deployments.containsKey(name);
	}

	Optional<JsonTree> predictor(String name) {
		return resource.predictorSpec(name);
	}

	/** Returns whether the operator created a Deployment, or changed its pod template. */
	boolean isReplaced(Deployment deployment) {
		Deployment before = deployments.get(deployment.getMetadata().getName());
		return before == null || !before.getMetadata().getUid().equals(deployment.getMetadata().getUid())
				|| !Objects.equals(before.getSpec().getTemplate(), deployment.getSpec().getTemplate());
	}

	/** Returns whether the operator has created, changed or deleted any Deployment. */
	boolean isOutdated(Present present) {
		Map<String, Deployment> now = UpdateBaseline.of(present).deployments;
		return !now.keySet().containsAll(deployments.keySet())
				|| now.values().stream().anyMatch(deployment -> isReplaced(deployment) || isScaled(deployment));
	}

	private boolean isScaled(Deployment deployment) {
		Deployment before = deployments.get(deployment.getMetadata().getName());
		return before != null && !Objects.equals(before.getSpec().getReplicas(), deployment.getSpec().getReplicas());
	}

}
