package org.seldonruns.seldon.resource;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class PredictorTests {

	@Test
	void hasAComponentForEachEntryWithContainers() {
		assertThat(components("""
				componentSpecs:
				- spec: {containers: [{name: first}, {name: helper}]}
				- spec: {containers: []}
				- spec: {}
				- {}
				- spec: {containers: [{name: second}]}
				graph: {name: first, children: [{name: second}]}
				""")).extracting(ComponentSpec::prefix, ComponentSpec::containers)
			.containsExactly(tuple("iris-default-0-", List.of("first", "helper")),
					tuple("iris-default-4-", List.of("second")));
	}

	@Test
	void hasOneComponentForAPrepackagedServerWithoutEntries() {
		assertThat(components("graph: {name: classifier, implementation: SKLEARN_SERVER}")).singleElement()
			.satisfies(component -> {
				assertThat(component.prefix()).isEqualTo("iris-default-0-");
				assertThat(component.containers()).isEmpty();
				assertThat(component.replicas()).isNull();
				assertThat(component.autoscaled()).isFalse();
			});
	}

	@Test
	void addsPrepackagedServerToEmptyFirstEntry() {
		assertThat(components("""
				componentSpecs:
				- replicas: 3
				- spec: {containers: [{name: router}]}
				- replicas: 4
				graph:
				  name: router
				  children:
				  - {name: classifier, implementation: XGBOOST_SERVER}
				""")).extracting(ComponentSpec::prefix, ComponentSpec::replicas)
			.containsExactly(tuple("iris-default-0-", 3), tuple("iris-default-1-", null));
	}

	@Test
	void addsNoComponentForAServerWhoseContainerIsGiven() {
		assertThat(components("""
				componentSpecs:
				- spec: {containers: []}
				- spec: {containers: [{name: classifier}]}
				graph: {name: classifier, implementation: TRITON_SERVER}
				""")).extracting(ComponentSpec::prefix).containsExactly("iris-default-1-");
	}

	@ParameterizedTest
	@ValueSource(strings = { "''", "UNKNOWN_IMPLEMENTATION", "SIMPLE_MODEL", "SIMPLE_ROUTER", "RANDOM_ABTEST",
			"AVERAGE_COMBINER", "null" })
	void hasNoComponentForOrchestratorImplementations(String implementation) {
		assertThat(components("graph: {name: classifier, implementation: %s}".formatted(implementation))).isEmpty();
	}

	@Test
	void findsServersInWholeGraph() {
		assertThat(components("""
				graph:
				  name: a
				  implementation: RANDOM_ABTEST
				  children:
				  - name: b
				    implementation: SIMPLE_MODEL
				  - name: c
				    implementation: AVERAGE_COMBINER
				    children:
				    - {name: d, implementation: MLFLOW_SERVER}
				""")).hasSize(1);
	}

	@Test
	void orchestratorIsNoAuxiliaryByDefault() {
		assertThat(Resources.withSpec(Resources.ONE_COMPONENT).auxiliaries()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "true, true", "True, true", "TRUE, true", "false, false", "yes, false", "'', false" })
	void hasSeparateOrchestratorIfAnnotated(String value, boolean separate) {
		SeldonDeployment resource = Resources.withSpec(
				"annotations: {seldon.io/engine-separate-pod: \"%s\"}%n".formatted(value) + Resources.ONE_COMPONENT);

		assertThat(resource.auxiliaries()).extracting(SeldonDeployment.Auxiliary::deployment)
			.isEqualTo(separate ? List.of("iris-default-svc-orch") : List.of());
		assertThat(resource.components()).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "true, false", "TRUE, false", "false, true", "'', true" })
	void noEngineAnnotationRemovesOrchestrator(String value, boolean orchestrated) {
		SeldonDeployment resource = Resources.withSpec("""
				annotations: {seldon.io/engine-separate-pod: "true"}
				predictors:
				- name: default
				  annotations: {seldon.io/no-engine: "%s"}
				  componentSpecs: [{spec: {containers: [{name: classifier}]}}]
				""".formatted(value));

		assertThat(resource.auxiliaries()).extracting(SeldonDeployment.Auxiliary::deployment)
			.isEqualTo(orchestrated ? List.of("iris-default-svc-orch") : List.of());
	}

	@Test
	void readsEachAnnotationFromItsOwnLevel() {
		SeldonDeployment resource = Resources.withSpec("""
				annotations: {seldon.io/no-engine: "true"}
				predictors:
				- name: default
				  annotations: {seldon.io/engine-separate-pod: "true"}
				  componentSpecs: [{spec: {containers: [{name: classifier}]}}]
				""");

		assertThat(resource.separateOrchestrator()).isFalse();
		assertThat(resource.predictors().getFirst().orchestrator()).isEqualTo("iris-default-svc-orch");
	}

	@ParameterizedTest
	@CsvSource({ "'explainer: {type: AnchorTabular}', true", "'explainer: {type: \"\"}', false",
			"'explainer: {}', false", "'explainer: {replicas: 1}', false", "'explainer: null', false" })
	void hasExplainerIfTypeIsSet(String explainer, boolean explained) {
		SeldonDeployment resource = Resources.withSpec("""
				predictors:
				- name: default
				  %s
				  componentSpecs: [{spec: {containers: [{name: classifier}]}}]
				""".formatted(explainer));

		assertThat(resource.auxiliaries()).extracting(SeldonDeployment.Auxiliary::deployment)
			.isEqualTo(explained ? List.of("iris-default-explainer") : List.of());
	}

	@Test
	void namesTheAuxiliariesOfEachPredictor() {
		SeldonDeployment resource = Resources.withSpec("""
				annotations: {seldon.io/engine-separate-pod: "true"}
				predictors:
				- name: main
				  explainer: {type: AnchorTabular}
				- name: shadow
				  annotations: {seldon.io/no-engine: "true"}
				- name: canary
				""");

		assertThat(resource.auxiliaries()).extracting(SeldonDeployment.Auxiliary::deployment)
			.containsExactly("iris-main-svc-orch", "iris-main-explainer", "iris-canary-svc-orch");
	}

	private static List<ComponentSpec> components(String predictor) {
		return Resources.withSpec("predictors:\n- name: default\n" + predictor.indent(2)).components();
	}

}
