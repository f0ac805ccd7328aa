package org.seldonruns.seldon.readiness;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seldonruns.seldon.resource.ObservedState.Present;
import org.seldonruns.seldon.resource.OwnedDeployment;
import org.seldonruns.seldon.resource.SeldonDeployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.seldonruns.seldon.resource.Resources.CLASSIFIER;
import static org.seldonruns.seldon.resource.Resources.ONE_COMPONENT;
import static org.seldonruns.seldon.resource.Resources.available;
import static org.seldonruns.seldon.resource.Resources.settled;
import static org.seldonruns.seldon.resource.Resources.shown;
import static org.seldonruns.seldon.resource.Resources.withSpec;

/** Tests the texts for a resource that is not ready. */
class ReadinessTextTests {

	@Test
	void reportsMissingStatusAndDeployment() {
		assertThat(missing(Readiness.initial(1), withSpec(ONE_COMPONENT)))
			.containsExactly("the operator has not set a status", "Deployment iris-default-0-… does not exist");
	}

	@ParameterizedTest
	@CsvSource({ "Creating", "Failed" })
	void reportsOperatorState(String state) {
		assertThat(missing(Readiness.initial(1), shown(withSpec(ONE_COMPONENT), 1, state),
				settled(CLASSIFIER, 1, "classifier")))
			.containsExactly("state is " + state);
	}

	@Test
	void reportsThatTheChangeIsNotVisible() {
		assertThat(missing(Readiness.scaled(2, 2), shown(withSpec(ONE_COMPONENT), 1, null),
				settled(CLASSIFIER, 1, "classifier")))
			.containsExactly("the operator has not set a status",
					"the watch has not received the change of this step yet",
					CLASSIFIER + " has 1 of 2 available, spec.replicas is 1");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			1 | 1 | 2 | 0 | 0 | 0 | has 0 of 2 available
			1 | 1 | 2 | 2 | 2 | 1 | has 1 of 2 available
			1 | 1 | 2 | 3 | 3 | 3 | has 3 of 2 available, 3 in total
			1 | 1 | 2 | 3 | 2 | 2 | has 2 of 2 available, 3 in total
			1 | 1 | 2 | 3 | 1 | 2 | has 2 of 2 available, 3 in total, 1 up to date
			1 | 1 | 2 | 2 | 0 | 2 | has 2 of 2 available, 0 up to date
			1 | 1 | 3 | 2 | 2 | 2 | has 2 of 2 available, spec.replicas is 3
			2 | 1 | 2 | 2 | 2 | 2 | has 2 of 2 available, its status is outdated
			2 | 1 | 2 | 1 | 1 | 1 | has 1 of 2 available, its status is outdated
			""")
	void reportsTheWrongCount(long generation, long observed, int wanted, int replicas, int updated, int available,
			String text) {
		OwnedDeployment deployment = new OwnedDeployment(CLASSIFIER, List.of("classifier"), generation, observed,
				wanted, replicas, updated, available, available, List.of());

		assertThat(missing(Readiness.scaled(1, 2), available(ONE_COMPONENT), deployment))
			.containsExactly(CLASSIFIER + " " + text);
	}

	@Test
	void namesEveryDeploymentThatIsMissing() {
		SeldonDeployment resource = available("""
				annotations: {seldon.io/engine-separate-pod: "true"}
				predictors:
				- name: default
				  explainer: {type: AnchorTabular}
				  componentSpecs: [{spec: {containers: [{name: classifier}]}}]
				""");

		assertThat(missing(Readiness.initial(1), resource,
				new OwnedDeployment("iris-default-explainer", List.of("explainer"), 1, 1, 1, 1, 1, 0, 0, List.of())))
			.containsExactly("Deployment iris-default-0-… does not exist",
					"Deployment iris-default-svc-orch does not exist", "iris-default-explainer has 0 of 1 available");
	}

	@Test
	void notReadyRequiresMissingCondition() {
		assertThatIllegalArgumentException().isThrownBy(() -> new ReadinessVerdict.NotReady(0, 1, List.of()));
	}

	private static @Nullable List<String> missing(Readiness rule, SeldonDeployment resource,
			OwnedDeployment... deployments) {
		ReadinessVerdict verdict = rule
			.judge(new Present(resource, List.of(deployments), List.of(), List.of(), List.of(), List.of()));
		return (verdict instanceof ReadinessVerdict.NotReady notReady) ? notReady.missing() : null;
	}

}
