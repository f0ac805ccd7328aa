package org.seldonruns.seldon.symptom;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seldonruns.seldon.resource.ObservedState.Present;
import org.seldonruns.seldon.resource.Resources;
import org.seldonruns.seldon.resource.SeenEvent;
import org.seldonruns.seldon.symptom.Symptom.Certainty;
import org.seldonruns.seldon.symptom.Symptom.Kind;

import static org.assertj.core.api.Assertions.assertThat;

class NameClashSymptomsTests {

	private static final String TWO = """
			annotations: {seldon.io/engine-separate-pod: "%s"}
			predictors:
			- name: a
			  componentSpecs: [{spec: {containers: [{name: %s}]}}]
			- name: a-0
			  explainer: {type: AnchorTabular}
			  componentSpecs: [{spec: {containers: [{name: m}]}}]
			""";

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			false | 0-m       | iris-a-0-0-m       | component 0 of predictor a, component 0 of predictor a-0
			true  | svc-orch  | iris-a-0-svc-orch  | component 0 of predictor a, the orchestrator of predictor a-0
			false | explainer | iris-a-0-explainer | component 0 of predictor a, the explainer of predictor a-0
			""")
	void isReportedInAnyState(boolean separate, String container, String name, String makers) {
		for (String state : List.of("Creating", "Failed")) {
			assertThat(Symptoms.of(seen(TWO.formatted(separate, container), state, name))).containsExactly(new Symptom(
					Kind.OPERATOR_FAILED, Certainty.PROBABLE,
					"The operator creates and deletes Deployment " + name
							+ " in an endless loop because several parts of the resource get this name: " + makers
							+ ". Rename one of them.",
					List.of("SeldonDeployment iris, event InternalError: object is being deleted: deployments.apps \""
							+ name + "\" already exists"),
					null));
		}
	}

	@ParameterizedTest
	@CsvSource({ "false, other, iris-a-0-0-m", "false, svc-orch, iris-a-0-svc-orch", "false, 0-m, another" })
	void ignoresANameOfOnePart(boolean separate, String container, String name) {
		assertThat(Symptoms.of(seen(TWO.formatted(separate, container), "Creating", name))).isEmpty();
	}

	@Test
	void ignoresOtherKinds() {
		assertThat(Symptoms.of(seen(TWO.formatted(false, "0-m"), "Creating", new SeenEvent("SeldonDeployment", "iris",
				"Warning", "InternalError", "services \"iris-a-0-0-m\" already exists", 1))))
			.isEmpty();
	}

	private static Present seen(String spec, String state, String existing) {
		return seen(spec, state, new SeenEvent("SeldonDeployment", "iris", "Warning", "InternalError",
				"object is being deleted: deployments.apps \"%s\" already exists".formatted(existing), 1));
	}

	private static Present seen(String spec, String state, SeenEvent event) {
		return new Present(Resources.shown(Resources.withSpec(spec), 1, state), List.of(), List.of(), List.of(),
				List.of(event), List.of());
	}

}
