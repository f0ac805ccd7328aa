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
import java.util.stream.Collectors;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.seldonruns.seldon.resource.DeploymentRole;
import org.seldonruns.seldon.resource.ObservedState.Present;
import org.seldonruns.seldon.resource.OwnedDeployment;
import org.seldonruns.seldon.resource.OwnedPod;
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
		requireNothingSuperseded(present, check);
		Map<String, Deployment> deployments = present.objects(Deployment.class)
			.collect(Collectors.toMap(deployment -> deployment.getMetadata().getName(), deployment -> deployment));
		List<String> unverified = new ArrayList<>();
		present.resource()
			.predictors()
			.forEach(predictor -> change(predictor.name(), present.resource())
				.ifPresent(change -> requireShown(predictor.name(), change, deployments, check, unverified)));
		if (unverified.isEmpty() && !baseline.isOutdated(present)) {
			unverified.add("no Deployment of the resource shows it");
		}
		return check.verdict(unverified.isEmpty() ? null : String.join("; ", unverified));
	}

	private Optional<PredictorChange> change(String predictor, SeldonDeployment resource) {
		return baseline.predictor(predictor)
			.flatMap(before -> resource.predictorSpec(predictor).map(after -> new PredictorChange(before, after)));
	}

	private void requireShown(String predictor, PredictorChange change, Map<String, Deployment> all,
			DeploymentChecks check, List<String> unverified) {
		List<Deployment> serving = deployments(predictor, check, all, false);
		if (change.affectsComponents()) {
			if (serving.stream().anyMatch(baseline::isReplaced)) {
				serving.forEach(deployment -> PredictorChange.missingContainer(deployment, change.components())
					.ifPresent(container -> check
						.addMissing("container %s of Deployment %s does not have its new image and environment yet"
							.formatted(container, deployment.getMetadata().getName()))));
			}
			else if (change.mayBeShownBy(serving)) {
				unverified.add("no Deployment of predictor %s shows its change".formatted(predictor));
			}
			else {
				check.addMissing("the operator has not updated predictor %s yet".formatted(predictor));
			}
		}
		if (change.affectsExplainer()
				&& deployments(predictor, check, all, true).stream().noneMatch(baseline::isReplaced)) {
			unverified.add("the explainer of predictor %s does not show its change".formatted(predictor));
		}
	}

	private static List<Deployment> deployments(String predictor, DeploymentChecks check, Map<String, Deployment> all,
			boolean explainers) {
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
