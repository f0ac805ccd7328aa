package org.seldonruns.seldon.readiness;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntBiFunction;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.seldonruns.seldon.resource.ComponentSpec;
import org.seldonruns.seldon.resource.DeploymentRole;
import org.seldonruns.seldon.resource.ObservedState.Present;
import org.seldonruns.seldon.resource.OwnedDeployment;
import org.seldonruns.seldon.resource.SeldonDeployment;
import org.seldonruns.seldon.resource.SeldonDeployment.Auxiliary;

/**
 * Decides whether a resource is ready: the operator reports {@code Available}, the
 * Deployment of each component has exactly the desired replicas, and every other
 * Deployment has the replicas of its own spec. {@code Available} alone is not enough: it
 * is stale after a scale. If a Deployment has 0 desired replicas, the operator never
 * reports it, so only the counts decide.
 *
 * @param generation the minimum generation of the resource
 * @param target the replicas of components that were scaled; null means those of the
 * manifest
 */
public record Readiness(long generation, @Nullable Integer target) implements ReadinessRule {

	/** Returns the rule for the replicas in the manifest. */
	public static Readiness initial(long generation) {
		return new Readiness(generation, null);
	}

	/** Returns the rule for components that were scaled, except autoscaled ones. */
	public static Readiness scaled(long generation, int target) {
		return new Readiness(generation, target);
	}

	@Override
	public ReadinessVerdict judge(Present present) {
		DeploymentChecks check = new DeploymentChecks(present, Rollout.BY_STATUS, missingState(present));
		check(present, check,
				(component, deployment) -> (target != null) ? target : present.resource().replicasOf(component));
		return check.verdict();
	}

	/**
	 * Checks all Deployments.
	 * @param wanted returns the replicas of a component that is not autoscaled
	 */
	void check(Present present, DeploymentChecks check, ToIntBiFunction<ComponentSpec, OwnedDeployment> wanted) {
		SeldonDeployment resource = present.resource();
		if (resource.generation() < generation) {
			check.addMissing("the watch has not received the change of this step yet");
		}
		Map<String, OwnedDeployment> deployments = present.deployments()
			.stream()
			.collect(Collectors.toMap(OwnedDeployment::name, deployment -> deployment, (one, same) -> same));
		components(resource, deployments, check, wanted);
		auxiliaries(resource, deployments, check);
	}

	static Optional<String> missingState(Present present) {
		String state = present.resource().state();
		boolean zeroWanted = present.deployments().stream().anyMatch(deployment -> deployment.wanted() == 0);
		if (zeroWanted || SeldonDeployment.AVAILABLE.equals(state)) {
			return Optional.empty();
		}
		return Optional.of((state != null) ? "state is " + state : "the operator has not set a status");
	}

	@Override
	public Optional<String> conflictingChange(SeldonDeployment resource) {
		if (target == null || resource.generation() <= generation) {
			return Optional.empty();
		}
		return resource.components()
			.stream()
			.filter(component -> !component.autoscaled() && resource.replicasOf(component) != target)
			.findFirst()
			.map(component -> "set the replicas of %s… to %d".formatted(component.prefix(),
					resource.replicasOf(component)));
	}

	private static void components(SeldonDeployment resource, Map<String, OwnedDeployment> deployments,
			DeploymentChecks check, ToIntBiFunction<ComponentSpec, OwnedDeployment> wanted) {
		Map<ComponentSpec, OwnedDeployment> found = new HashMap<>();
		deployments.values()
			.forEach(deployment -> resource.componentOf(deployment)
				.ifPresent(component -> found.put(component, deployment)));
		for (ComponentSpec component : resource.components()) {
			OwnedDeployment deployment = found.get(component);
			String predictor = resource.predictors().get(component.predictor()).name();
			if (deployment == null) {
				check.addMissing("Deployment " + component.prefix() + "… does not exist");
			}
			else if (component.autoscaled()) {
				check.requireAutoscaled(deployment, predictor);
			}
			else {
				check.requireExactly(deployment, wanted.applyAsInt(component, deployment), DeploymentRole.COMPONENT,
						predictor);
			}
		}
	}

	private static void auxiliaries(SeldonDeployment resource, Map<String, OwnedDeployment> deployments,
			DeploymentChecks check) {
		for (Auxiliary auxiliary : resource.auxiliaries()) {
			OwnedDeployment deployment = deployments.get(auxiliary.deployment());
			if (deployment == null) {
				check.addMissing("Deployment " + auxiliary.deployment() + " does not exist");
			}
			else {
				check.requireExactly(deployment, deployment.wanted(), auxiliary.role(), auxiliary.predictor());
			}
		}
	}

}
