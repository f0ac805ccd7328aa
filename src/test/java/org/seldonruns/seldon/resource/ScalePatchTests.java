package org.seldonruns.seldon.resource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.seldonruns.seldon.manifest.Manifest;
import org.seldonruns.simulation.Trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class ScalePatchTests {

	private static final String UID = "test /metadata/uid = " + Resources.UID;

	private static final String DEFAULT = "test /spec/predictors/0/name = default";

	private static final String ALL = "add /spec/replicas = 2";

	private static final String FIRST_PREDICTOR = "add /spec/predictors/0/replicas = 2";

	static Stream<Arguments> manifests() {
		return Stream.of(arguments("bad-volume", List.of(UID, DEFAULT, ALL)), arguments("hpa", List.of()),
				arguments("image-pull", List.of(UID, DEFAULT, ALL)),
				arguments("json-with-tabs", List.of(UID, DEFAULT, ALL)),
				arguments("mixed-replicas",
						List.of(UID, "test /spec/predictors/0/name = main", "test /spec/predictors/1/name = canary",
								ALL, "add /spec/predictors/0/componentSpecs/1/replicas = 2",
								"add /spec/predictors/1/replicas = 2")),
				arguments("not-reconciled", List.of(UID, DEFAULT, ALL)),
				arguments("predictor-replicas", List.of(UID, DEFAULT, FIRST_PREDICTOR)),
				arguments("prepackaged", List.of(UID, DEFAULT, ALL)), arguments("refused", List.of(UID, DEFAULT, ALL)),
				arguments("separate-engine", List.of(UID, DEFAULT, FIRST_PREDICTOR)),
				arguments("single", List.of(UID, DEFAULT, ALL)), arguments("slow", List.of(UID, DEFAULT, ALL)),
				arguments("unschedulable", List.of(UID, DEFAULT, ALL)),
				arguments("v1alpha2", List.of(UID, DEFAULT, FIRST_PREDICTOR)));
	}

	@ParameterizedTest
	@MethodSource("manifests")
	void changesMostSpecificLevel(String name, List<String> patch) {
		Manifest manifest = Manifest.parse(Trace.read(name).manifest().getBytes(StandardCharsets.UTF_8));

		ScalePatch scaling = ScalePatch.plan(SeldonDeployment.of(Resources.object(manifest)), 2);

		assertThat(texts(scaling)).containsExactlyElementsOf(patch);
		assertThat(scaling.isEmpty()).isEqualTo(patch.isEmpty());
	}

	@Test
	void coversEveryTestManifest() {
		assertThat(manifests().map(arguments -> arguments.get()[0])).containsExactlyElementsOf(Trace.names().toList());
	}

	@Test
	void treatsNullReplicasAsAbsent() {
		assertThat(plan("""
				replicas: null
				predictors:
				- name: default
				  replicas: null
				  componentSpecs:
				  - replicas: null
				    spec: {containers: [{name: classifier}]}
				""")).containsExactly(UID, DEFAULT, "add /spec/replicas = 3");
	}

	@Test
	void changesALevelThatIsZero() {
		assertThat(plan("""
				predictors:
				- name: default
				  replicas: 0
				  componentSpecs: [{spec: {containers: [{name: classifier}]}}]
				""")).containsExactly(UID, DEFAULT, "add /spec/predictors/0/replicas = 3");
	}

	@Test
	void changesEachLevelAndTestsEachNameOnce() {
		assertThat(plan("""
				predictors:
				- name: main
				  componentSpecs:
				  - spec: {containers: [{name: a}]}
				  - replicas: 1
				    spec: {containers: [{name: b}]}
				  - spec: {containers: [{name: c}]}
				- name: canary
				  replicas: 2
				  componentSpecs:
				  - spec: {containers: [{name: a}]}
				  - spec: {containers: [{name: b}]}
				- name: shadow
				  componentSpecs:
				  - spec: {containers: [{name: a}]}
				""")).containsExactly(UID, "test /spec/predictors/0/name = main",
				"test /spec/predictors/1/name = canary", "test /spec/predictors/2/name = shadow",
				"add /spec/replicas = 3", "add /spec/predictors/0/componentSpecs/1/replicas = 3",
				"add /spec/predictors/1/replicas = 3");
	}

	@Test
	void leavesAutoscaledComponentsAndTheirPredictorsAlone() {
		assertThat(plan("""
				predictors:
				- name: main
				  replicas: 2
				  componentSpecs:
				  - hpaSpec: {maxReplicas: 9}
				    replicas: 4
				    spec: {containers: [{name: a}]}
				- name: canary
				  componentSpecs:
				  - kedaSpec: {maxReplicaCount: 9}
				    spec: {containers: [{name: a}]}
				  - replicas: 1
				    spec: {containers: [{name: b}]}
				""")).containsExactly(UID, "test /spec/predictors/1/name = canary",
				"add /spec/predictors/1/componentSpecs/1/replicas = 3");
	}

	@Test
	void isEmptyWithoutComponents() {
		ScalePatch scaling = ScalePatch.plan(Resources.withSpec("""
				predictors:
				- name: default
				  replicas: 1
				  graph: {name: stub, implementation: SIMPLE_MODEL}
				"""), 3);

		assertThat(scaling.isEmpty()).isTrue();
		assertThat(scaling.changes()).isEmpty();
		assertThat(scaling.sets()).isEmpty();
	}

	@Test
	void describesChangesWithoutTests() {
		assertThat(ScalePatch.plan(Resources.withSpec(Resources.ONE_COMPONENT), 3).sets())
			.containsExactly("/spec/replicas to 3");
	}

	@Test
	void valuesAreNumbers() {
		assertThat(ScalePatch.plan(Resources.withSpec(Resources.ONE_COMPONENT), 3).changes()).last()
			.isEqualTo(new PatchOperation("add", "/spec/replicas", 3));
	}

	private static String[] plan(String spec) {
		return texts(ScalePatch.plan(Resources.withSpec(spec), 3));
	}

	private static String[] texts(ScalePatch scaling) {
		return scaling.changes()
			.stream()
			.map(change -> change.op() + " " + change.path() + " = " + change.value())
			.toArray(String[]::new);
	}

}
