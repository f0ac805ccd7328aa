package org.seldonruns.seldon.readiness;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seldonruns.seldon.resource.ComponentSpec;
import org.seldonruns.seldon.resource.DeploymentRole;
import org.seldonruns.seldon.resource.ObservedState.Present;
import org.seldonruns.seldon.resource.OwnedAutoscaler;
import org.seldonruns.seldon.resource.OwnedDeployment;
import org.seldonruns.seldon.resource.SeldonDeployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seldonruns.seldon.resource.Resources.CLASSIFIER;
import static org.seldonruns.seldon.resource.Resources.ONE_COMPONENT;
import static org.seldonruns.seldon.resource.Resources.available;
import static org.seldonruns.seldon.resource.Resources.settled;
import static org.seldonruns.seldon.resource.Resources.shown;
import static org.seldonruns.seldon.resource.Resources.withSpec;

class ReadinessTests {

	@ParameterizedTest(name = "{0}, generation {1} of {2}, wants {3}, has {4}, updated {5}, available {6}: {7}")
	@CsvSource({
			// everything fits
			"Available, 1, 1, 1, 1, 1, 1, true", "Available, 2, 3, 1, 1, 1, 1, true",
			// the state alone is missing
			", 1, 1, 1, 1, 1, 1, false", "Creating, 1, 1, 1, 1, 1, 1, false", "Failed, 1, 1, 1, 1, 1, 1, false",
			"available, 1, 1, 1, 1, 1, 1, false",
			// the counts alone are missing
			"Available, 1, 0, 1, 1, 1, 1, false", "Available, 2, 1, 1, 1, 1, 1, false",
			"Available, 1, 1, 2, 1, 1, 1, false", "Available, 1, 1, 1, 0, 0, 0, false",
			"Available, 1, 1, 1, 2, 1, 1, false", "Available, 1, 1, 1, 1, 0, 1, false",
			"Available, 1, 1, 1, 1, 1, 0, false", "Available, 1, 1, 2, 2, 2, 2, false",
			"Available, 1, 1, 1, 2, 2, 2, false" })
	void isReadyOnlyIfAvailableWithAllCounts(@Nullable String state, long generation, long observed, int wanted,
			int replicas, int updated, int available, boolean ready) {
		OwnedDeployment deployment = new OwnedDeployment(CLASSIFIER, List.of("classifier"), generation, observed,
				wanted, replicas, updated, available, available, List.of());

		assertThat(isReady(Readiness.initial(1), shown(withSpec(ONE_COMPONENT), 1, state), deployment))
			.isEqualTo(ready);
	}

	@Test
	void returnsObservedComponents() {
		SeldonDeployment resource = available("""
				predictors:
				- name: default
				  componentSpecs:
				  - replicas: 3
				    spec: {containers: [{name: classifier}]}
				  - hpaSpec: {maxReplicas: 9}
				    spec: {containers: [{name: scaled}]}
				""");

		assertThat(judge(Readiness.initial(1), resource, settled("iris-default-1-scaled", 7, "scaled"),
				settled(CLASSIFIER, 3, "classifier")))
			.isEqualTo(new ReadinessVerdict.Ready(List.of(
					new ReadinessVerdict.Ready.Component(CLASSIFIER, DeploymentRole.COMPONENT, "default",
							List.of("classifier"), 3, false, null, Map.of()),
					new ReadinessVerdict.Ready.Component("iris-default-1-scaled", DeploymentRole.COMPONENT, "default",
							List.of("scaled"), 7, true, null, Map.of()))));
	}

	@ParameterizedTest
	@CsvSource({ "3, 3, 4, false", "4, 4, 4, true", "6, 5, 4, true", "1, 1, 0, true" })
	void autoscaledComponentIsReadyWithTheMinimumOfItsAutoscaler(int wanted, int available, int minimum,
			boolean ready) {
		SeldonDeployment resource = withSpec("""
				predictors:
				- name: default
				  componentSpecs:
				  - hpaSpec: {maxReplicas: 9}
				    spec: {containers: [{name: scaled}]}
				""");
		OwnedDeployment deployment = new OwnedDeployment("iris-default-0-scaled", List.of("scaled"), 1, 1, wanted,
				wanted, wanted, available, available, List.of());
		OwnedAutoscaler autoscaler = new OwnedAutoscaler("HorizontalPodAutoscaler", "iris-default-0-scaled",
				"iris-default-0-scaled", minimum, 9, available, List.of());

		ReadinessVerdict verdict = Readiness.initial(1)
			.judge(new Present(shown(resource, 1, SeldonDeployment.AVAILABLE), List.of(deployment), List.of(),
					List.of(autoscaler), List.of(), List.of()));

		assertThat(verdict instanceof ReadinessVerdict.Ready).isEqualTo(ready);
	}

	@Test
	void namesTheMinimumThatIsMissing() {
		SeldonDeployment resource = withSpec("""
				predictors:
				- name: default
				  componentSpecs:
				  - kedaSpec: {maxReplicaCount: 9}
				    spec: {containers: [{name: scaled}]}
				""");
		OwnedAutoscaler autoscaler = new OwnedAutoscaler("ScaledObject", "scaled", "iris-default-0-scaled", 4, 9, null,
				List.of());

		assertThat(Readiness.initial(1)
			.judge(new Present(shown(resource, 1, SeldonDeployment.AVAILABLE),
					List.of(settled("iris-default-0-scaled", 1, "scaled")), List.of(), List.of(autoscaler), List.of(),
					List.of())))
			.isEqualTo(new ReadinessVerdict.NotReady(1, 4,
					List.of("iris-default-0-scaled has 1 available, but the minimum of ScaledObject scaled is 4")));
	}

	@Test
	void ignoresStaleStateAfterScale() {
		Readiness scaled = Readiness.scaled(2, 2);
		SeldonDeployment stale = shown(withSpec(ONE_COMPONENT), 2, SeldonDeployment.AVAILABLE);

		assertThat(isReady(scaled, stale, settled(CLASSIFIER, 1, "classifier"))).isFalse();
		assertThat(isReady(scaled, stale, settled(CLASSIFIER, 2, "classifier"))).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "1, false", "2, true", "3, true" })
	void requiresGeneration(long generation, boolean ready) {
		SeldonDeployment resource = shown(withSpec(ONE_COMPONENT), generation, SeldonDeployment.AVAILABLE);

		assertThat(isReady(Readiness.scaled(2, 1), resource, settled(CLASSIFIER, 1, "classifier"))).isEqualTo(ready);
		assertThat(isReady(Readiness.initial(2), resource, settled(CLASSIFIER, 1, "classifier"))).isEqualTo(ready);
	}

	@Test
	void requiresEveryComponent() {
		SeldonDeployment resource = available("""
				predictors:
				- name: main
				  componentSpecs: [{spec: {containers: [{name: first}]}}, {spec: {containers: [{name: second}]}}]
				- name: canary
				  componentSpecs: [{spec: {containers: [{name: first}]}}]
				""");
		OwnedDeployment first = settled("iris-main-0-first", 1, "first");
		OwnedDeployment second = settled("iris-main-1-second", 1, "second");
		OwnedDeployment canary = settled("iris-canary-0-first", 1, "first");

		assertThat(isReady(Readiness.initial(1), resource, first, second, canary)).isTrue();
		assertThat(isReady(Readiness.initial(1), resource)).isFalse();
		assertThat(isReady(Readiness.initial(1), resource, first, second)).isFalse();
		assertThat(isReady(Readiness.initial(1), resource, first, canary)).isFalse();
		assertThat(isReady(Readiness.initial(1), resource, second, canary)).isFalse();
		assertThat(isReady(Readiness.initial(1), resource, first, second, settled("iris-canary-0-first", 2, "first")))
			.isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "Available", "Creating", "Failed", "''" })
	void ignoresStateIfComponentHasZeroReplicas(@Nullable String state) {
		SeldonDeployment resource = shown(withSpec("replicas: 0\n" + ONE_COMPONENT), 1, state);

		assertThat(isReady(Readiness.initial(1), resource, settled(CLASSIFIER, 0, "classifier"))).isTrue();
		assertThat(isReady(Readiness.initial(1), resource)).isFalse();
		assertThat(isReady(Readiness.initial(1), resource,
				new OwnedDeployment(CLASSIFIER, List.of("classifier"), 1, 1, 0, 1, 1, 1, 1, List.of())))
			.isFalse();
	}

	@Test
	void requiresStateAfterScaleUpFromZero() {
		SeldonDeployment resource = withSpec("replicas: 2\n" + ONE_COMPONENT);
		OwnedDeployment two = settled(CLASSIFIER, 2, "classifier");

		assertThat(isReady(Readiness.scaled(2, 2), shown(resource, 2, "Creating"), two)).isFalse();
		assertThat(isReady(Readiness.scaled(2, 2), shown(resource, 2, "Available"), two)).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "1", "4" })
	void autoscaledComponentNeedsReplicasOfItsSpec(int count) {
		SeldonDeployment resource = available("""
				replicas: 3
				predictors:
				- name: default
				  componentSpecs:
				  - hpaSpec: {maxReplicas: 9}
				    spec: {containers: [{name: classifier}]}
				""");
		OwnedDeployment growing = new OwnedDeployment(CLASSIFIER, List.of("classifier"), 1, 1, count + 1, count, count,
				count, count, List.of());

		for (Readiness rule : List.of(Readiness.initial(1), Readiness.scaled(1, 2))) {
			assertThat(isReady(rule, resource, settled(CLASSIFIER, count, "classifier"))).isTrue();
			assertThat(isReady(rule, resource, growing)).isFalse();
		}
	}

	@Test
	void orchestratorAndExplainerNeedReplicasOfTheirSpecs() {
		SeldonDeployment resource = available("""
				annotations: {seldon.io/engine-separate-pod: "true"}
				predictors:
				- name: default
				  replicas: 2
				  explainer: {type: AnchorTabular}
				  componentSpecs: [{spec: {containers: [{name: classifier}]}}]
				""");
		OwnedDeployment component = settled(CLASSIFIER, 2, "classifier");
		OwnedDeployment orchestrator = settled("iris-default-svc-orch", 3, "seldon-container-engine");
		OwnedDeployment explainer = settled("iris-default-explainer", 1, "explainer");
		OwnedDeployment starting = new OwnedDeployment("iris-default-explainer", List.of("explainer"), 1, 1, 1, 1, 1, 0,
				0, List.of());

		for (Readiness rule : List.of(Readiness.initial(1), Readiness.scaled(1, 2))) {
			assertThat(isReady(rule, resource, component, orchestrator, explainer)).isTrue();
			assertThat(isReady(rule, resource, component, orchestrator)).isFalse();
			assertThat(isReady(rule, resource, component, explainer)).isFalse();
			assertThat(isReady(rule, resource, component, orchestrator, starting)).isFalse();
		}
	}

	@Test
	void isReadyWithoutComponentsIfAvailable() {
		SeldonDeployment resource = withSpec("""
				predictors:
				- name: default
				  graph: {name: stub, implementation: SIMPLE_MODEL}
				""");

		assertThat(isReady(Readiness.initial(1), shown(resource, 1, "Creating"))).isFalse();
		assertThat(judge(Readiness.initial(1), shown(resource, 1, "Available")))
			.isEqualTo(new ReadinessVerdict.Ready(List.of()));
	}

	@ParameterizedTest
	@CsvSource({ "3, 2, true", "2, 3, false", "3, 3, true" })
	void detectsAConflictingChange(long generation, int replicas, boolean contradicted) {
		SeldonDeployment resource = shown(withSpec("replicas: " + replicas + "\n" + ONE_COMPONENT), generation,
				SeldonDeployment.AVAILABLE);

		assertThat(Readiness.scaled(2, 4).conflictingChange(resource).isPresent()).isEqualTo(contradicted);
		assertThat(Readiness.scaled(2, replicas).conflictingChange(resource)).isEmpty();
		assertThat(Readiness.initial(2).conflictingChange(resource)).isEmpty();
	}

	private static boolean isReady(Readiness rule, SeldonDeployment resource, OwnedDeployment... deployments) {
		return judge(rule, resource, deployments) instanceof ReadinessVerdict.Ready;
	}

	private static ReadinessVerdict judge(Readiness rule, SeldonDeployment resource, OwnedDeployment... deployments) {
		return rule.judge(new Present(resource, List.of(deployments), List.of(), List.of(), List.of(), List.of()));
	}

}
