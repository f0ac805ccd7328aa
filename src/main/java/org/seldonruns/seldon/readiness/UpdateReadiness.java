package org.seldonruns.seldon.readiness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.seldonruns.seldon.resource.DeploymentRole;
import org.seldonruns.seldon.resource.ObservedState.Present;
import org.seldonruns.seldon.resource.OwnedDeployment;
import org.seldonruns.seldon.resource.OwnedPod;
import org.seldonruns.seldon.resource.Predictor;
import org.seldonruns.seldon.resource.SeldonDeployment;

/**
 * Decides whether an update is through: the Deployments show it and have rolled out, and
 * all superseded Deployments and pods are gone. Neither the generation nor the state of
 * the resource shows whether the operator has processed the update: the operator never
 * sets {@code status.observedGeneration}, and {@code Available} is stale after a change.
 * If no Deployment can show the update, the verdict is ready, but unverified.
 */
public final class UpdateReadiness implements ReadinessRule {

	private static final Pattern TRANSIENT = Pattern
		.compile("deployments\\.apps \"([^\"]+)\" (already exists|not found)");

	private final Readiness counts;

	private final UpdateBaseline baseline;

	private final Duration unverifiedAfter;

	/**
	 * Creates the rule.
	 * @param generation the generation of the updated resource
	 * @param baseline the state before the update
	 * @param unverifiedAfter how long an update that no Deployment shows must be ready
	 */
	public UpdateReadiness(long generation, UpdateBaseline baseline, Duration unverifiedAfter) {
		this.counts = Readiness.initial(generation);
		this.baseline = baseline;
		this.unverifiedAfter = unverifiedAfter;
	}

	@Override
	public ReadinessVerdict judge(Present present) {
		DeploymentChecks check = new DeploymentChecks(present, new ReplicaSetRollout(present),
				Readiness.missingState(present));
		// If the manifest has no replicas, the operator keeps those of the Deployment:
		// createDeployments in seldondeployment_controller.go.
		counts.check(present, check, (component, deployment) -> Objects
			.requireNonNullElse(present.resource().declaredReplicasOf(component), deployment.wanted()));
		conflictingChange(present.resource()).ifPresent(change -> check.addMissing("another client " + change));
		requireNothingSuperseded(present, check);
		List<String> unverified = new ArrayList<>();
		for (Predictor predictor : present.resource().predictors()) {
			change(predictor.name(), present.resource())
				.ifPresent(change -> requireShown(predictor.name(), change, present, check, unverified));
		}
		if (unverified.isEmpty() && !baseline.differsFrom(present.deploymentsByName(), check.autoscaled())) {
			unverified.add("no Deployment of the resource shows it");
		}
		return check.verdict(unverified.isEmpty() ? null : String.join("; ", unverified));
	}

	@Override
	public Optional<String> conflictingChange(SeldonDeployment resource) {
		return (resource.generation() > counts.generation())
				? Optional.of("changed the spec of the resource during the update") : Optional.empty();
	}

	private Optional<PredictorChange> change(String predictor, SeldonDeployment resource) {
		return baseline.predictor(predictor)
			.flatMap(before -> resource.predictorSpec(predictor).map(after -> new PredictorChange(before, after)));
	}

	private void requireShown(String predictor, PredictorChange change, Present present, DeploymentChecks check,
			List<String> unverified) {
		List<Deployment> serving = deployments(predictor, check, present, false);
		if (change.affectsComponents()) {
			Optional<String> unchanged = serving.stream()
				.flatMap(deployment -> unchangedContainer(change, deployment, present).stream())
				.findFirst();
			if (unchanged.isPresent()) {
				check.addMissing("the operator has not updated container %s of predictor %s yet"
					.formatted(unchanged.get(), predictor));
			}
			else if (serving.stream().noneMatch(baseline::isReplaced)) {
				if (change.isInEngines(serving)) {
					unverified.add("no Deployment of predictor %s shows its change".formatted(predictor));
				}
				else {
					check.addMissing("the operator has not updated predictor %s yet".formatted(predictor));
				}
			}
		}
		if (change.affectsExplainer()
				&& deployments(predictor, check, present, true).stream().noneMatch(baseline::isReplaced)) {
			unverified.add("the explainer of predictor %s does not show its change".formatted(predictor));
		}
	}

	private Optional<String> unchangedContainer(PredictorChange change, Deployment deployment, Present present) {
		PodTemplateSpec former = baseline.template(deployment);
		if (former == null) {
			return Optional.empty();
		}
		return present.resource()
			.componentOf(OwnedDeployment.of(deployment))
			.flatMap(component -> change.unchangedContainer(component.index(), deployment.getSpec().getTemplate(),
					former));
	}

	private static List<Deployment> deployments(String predictor, DeploymentChecks check, Present present,
			boolean explainers) {
		Map<String, Deployment> all = present.deploymentsByName();
		return check.componentsOf(predictor)
			.stream()
			.filter(component -> (component.role() == DeploymentRole.EXPLAINER) == explainers)
			.map(ReadinessVerdict.Ready.Component::deployment)
			.filter(all::containsKey)
			.map(all::get)
			.toList();
	}

	private static void requireNothingSuperseded(Present present, DeploymentChecks check) {
		Set<String> current = check.checked();
		present.deployments()
			.stream()
			.map(OwnedDeployment::name)
			.filter(name -> !current.contains(name))
			.forEach(name -> check.addMissing("superseded Deployment %s still exists".formatted(name)));
		List<String> pods = present.pods()
			.stream()
			.filter(pod -> pod.deleting() || !current.contains(pod.deployment()))
			.map(OwnedPod::name)
			.toList();
		if (!pods.isEmpty()) {
			check.addMissing("superseded pods still exist: " + String.join(", ", pods));
		}
	}

	/**
	 * {@inheritDoc}
	 * <p>
	 * If a selector changes, the operator deletes the Deployment and creates it in the
	 * same reconcile, which fails until the old pods are gone; and it reports a
	 * superseded Deployment as missing when it is gone: createDeployments and
	 * completeServiceCreation in seldondeployment_controller.go.
	 */
	@Override
	public boolean isTransientFailure(String description) {
		Matcher matcher = TRANSIENT.matcher(description);
		return matcher.find() && baseline.hasDeployment(matcher.group(1));
	}

	@Override
	public Duration minReadyTime(ReadinessVerdict.Ready ready) {
		return (ready.unverified() != null) ? unverifiedAfter : Duration.ZERO;
	}

}
