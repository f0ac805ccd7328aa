package org.seldonruns.seldon.readiness;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.seldonruns.seldon.resource.ComponentSpec;
import org.seldonruns.seldon.resource.DeploymentNames;
import org.seldonruns.seldon.resource.OwnedDeployment;
import org.seldonruns.seldon.resource.ResourceState.Present;
import org.seldonruns.seldon.resource.SeldonDeployment;

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
public record Readiness(long generation, @Nullable Integer target) {

	/** Returns the rule for the replicas in the manifest. */
	public static Readiness initial(long generation) {
		return new Readiness(generation, null);
	}

	/** Returns the rule for components that were scaled, except autoscaled ones. */
	public static Readiness scaled(long generation, int target) {
		return new Readiness(generation, target);
	}

	/** Decides whether the resource is ready. */
	public ReadinessVerdict judge(Present present) {
		SeldonDeployment resource = present.resource();
		List<String> missing = new ArrayList<>();
		if (resource.generation() < generation) {
			missing.add("the watch has not received the change of this step yet");
		}
		Map<String, OwnedDeployment> deployments = present.deployments()
			.stream()
			.collect(Collectors.toMap(OwnedDeployment::name, deployment -> deployment, (one, same) -> same));
		List<ReadinessVerdict.Ready.Component> components = components(resource, deployments, missing);
		auxiliaries(resource, deployments, missing);
		boolean zeroWanted = present.deployments().stream().anyMatch(deployment -> deployment.wanted() == 0);
		if (!zeroWanted && !SeldonDeployment.AVAILABLE.equals(resource.state())) {
			missing.addFirst(
					(resource.state() != null) ? "state is " + resource.state() : "the operator has not set a status");
		}
		return missing.isEmpty() ? new ReadinessVerdict.Ready(components) : new ReadinessVerdict.NotReady(missing);
	}

	/**
	 * Detects that the replicas were changed after the scale, so that the resource cannot
	 * become ready.
	 * @return the change, such as {@code set the replicas of
	 * iris-default-0-… to 3}; empty if there is none
	 */
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

	private List<ReadinessVerdict.Ready.Component> components(SeldonDeployment resource,
			Map<String, OwnedDeployment> deployments, List<String> missing) {
		List<ComponentSpec> wanted = resource.components();
		Map<ComponentSpec, OwnedDeployment> found = new HashMap<>();
		Set<String> auxiliaries = new HashSet<>(resource.auxiliaryDeployments());
		deployments.values()
			.stream()
			.filter(deployment -> !auxiliaries.contains(deployment.name()))
			.forEach(deployment -> DeploymentNames.componentOf(wanted, deployment)
				.ifPresent(component -> found.put(component, deployment)));
		List<ReadinessVerdict.Ready.Component> ready = new ArrayList<>();
		for (ComponentSpec component : wanted) {
			OwnedDeployment deployment = found.get(component);
			if (deployment == null) {
				missing.add("Deployment " + component.prefix() + "… does not exist");
				continue;
			}
			check(deployment, replicasOf(resource, component, deployment), missing);
			ready.add(new ReadinessVerdict.Ready.Component(deployment.name(), deployment.available(),
					component.autoscaled()));
		}
		return ready;
	}

	private int replicasOf(SeldonDeployment resource, ComponentSpec component, OwnedDeployment deployment) {
		if (component.autoscaled()) {
			return deployment.wanted();
		}
		return (target != null) ? target : resource.replicasOf(component);
	}

	private static void auxiliaries(SeldonDeployment resource, Map<String, OwnedDeployment> deployments,
			List<String> missing) {
		for (String name : resource.auxiliaryDeployments()) {
			OwnedDeployment deployment = deployments.get(name);
			if (deployment == null) {
				missing.add("Deployment " + name + " does not exist");
				continue;
			}
			check(deployment, deployment.wanted(), missing);
		}
	}

	private static void check(OwnedDeployment deployment, int count, List<String> missing) {
		if (!deployment.hasExactly(count)) {
			missing.add(deployment.describeMissing(count));
		}
	}

}
