package org.seldonruns.seldon.resource;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.seldonruns.seldon.manifest.Uploads;

import static org.assertj.core.api.Assertions.assertThat;

class SeldonDeploymentTests {

	@Test
	void readsTheFieldsOfARun() {
		GenericKubernetesResource object = Resources.object(Uploads.parse(Uploads.HEAD + "spec: {replicas: 4}"));
		object.setMetadata(new ObjectMetaBuilder().withName("iris")
			.withUid("uid-1")
			.withGeneration(3L)
			.withResourceVersion("42")
			.addToLabels("team", "x")
			.withFinalizers("foregroundDeletion")
			.withDeletionTimestamp("2026-11-22T06:42:32Z")
			.build());
		object.setAdditionalProperty("status", Map.of("state", "Failed", "description", "no such volume"));

		SeldonDeployment resource = SeldonDeployment.of(object);

		assertThat(resource).isEqualTo(new SeldonDeployment("iris", "uid-1", "42", 3, Map.of("team", "x"),
				List.of("foregroundDeletion"), true, "Failed", "no such volume", 4, false, List.of(),
				new SeldonDeployment.Content(Map.of(), new JsonTree(Map.of("replicas", 4L)))));
	}

	@Test
	void readsEmptyObject() {
		GenericKubernetesResource object = new GenericKubernetesResource();
		object.setMetadata(new ObjectMetaBuilder().withName("iris").withUid("uid-1").build());

		assertThat(SeldonDeployment.of(object))
			.isEqualTo(new SeldonDeployment("iris", "uid-1", "", 0, Map.of(), List.of(), false, null, null, null, false,
					List.of(), new SeldonDeployment.Content(Map.of(), new JsonTree(null))));
	}

	@Test
	void treatsFieldsOfAWrongTypeAsAbsent() {
		GenericKubernetesResource object = Resources.object(Uploads.parse(Uploads.HEAD));
		object.setAdditionalProperty("status", Map.of("state", 1, "description", List.of()));
		object.setAdditionalProperty("spec",
				Map.of("replicas", "2", "annotations", "none", "predictors",
						Arrays.asList("text", null,
								Map.of("name", "default", "replicas", true, "graph", List.of(), "explainer", 1,
										"componentSpecs", Map.of("a", 1)),
								Map.of("name", "second", "componentSpecs",
										List.of(Map.of("spec", Map.of("containers", "classifier")))))));

		SeldonDeployment resource = SeldonDeployment.of(object);

		assertThat(resource.state()).isNull();
		assertThat(resource.replicas()).isNull();
		assertThat(resource.predictors()).hasSize(4).extracting(Predictor::replicas).containsOnlyNulls();
		assertThat(resource.components()).isEmpty();
		assertThat(resource.auxiliaries()).isEmpty();
	}

	@Test
	void emptyStateIsAbsent() {
		GenericKubernetesResource object = Resources.object(Uploads.parse(Uploads.HEAD));
		object.setAdditionalProperty("status", Map.of("state", ""));

		assertThat(SeldonDeployment.of(object).state()).isNull();
	}

	@ParameterizedTest(name = "component {0}, predictor {1}, spec {2}: {3}")
	@CsvSource({ ", , , 1", ", , 3, 3", ", 2, , 2", ", 2, 3, 2", "4, , , 4", "4, , 3, 4", "4, 2, , 4", "4, 2, 3, 4",
			"0, 2, 3, 0", ", 0, 3, 0", ", , 0, 0", "null, 2, 3, 2", "null, null, 3, 3", "null, null, null, 1",
			"null, 0, 3, 0" })
	void mostSpecificReplicasFieldWins(@Nullable String component, @Nullable String predictor, @Nullable String spec,
			int expected) {
		SeldonDeployment resource = Resources.withSpec("""
				%s
				predictors:
				- name: default
				  %s
				  componentSpecs:
				  - %s
				    spec: {containers: [{name: classifier}]}
				""".formatted(replicas(spec), replicas(predictor), replicas(component)));

		assertThat(resource.replicasOf(resource.components().getFirst())).isEqualTo(expected);
	}

	private static String replicas(@Nullable String value) {
		return (value != null) ? "replicas: " + value : "annotations: {}";
	}

	@Test
	void usesReplicasOfPredictor() {
		SeldonDeployment resource = Resources.withSpec("""
				replicas: 5
				predictors:
				- name: main
				  replicas: 2
				  componentSpecs:
				  - spec: {containers: [{name: first}]}
				  - replicas: 3
				    spec: {containers: [{name: second}]}
				- name: canary
				  componentSpecs:
				  - spec: {containers: [{name: first}]}
				""");

		assertThat(resource.components()).extracting(resource::replicasOf).containsExactly(2, 3, 5);
		assertThat(resource.components()).extracting(ComponentSpec::predictor).containsExactly(0, 0, 1);
		assertThat(resource.components()).extracting(ComponentSpec::index).containsExactly(0, 1, 0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "hpaSpec: {maxReplicas: 4}", "kedaSpec: {maxReplicaCount: 4}", "hpaSpec: {}" })
	void recognizesAutoscaledComponent(String autoscaler) {
		assertThat(component(autoscaler).autoscaled()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "replicas: 2", "hpaSpec: null", "kedaSpec: null", "pdbSpec: {minAvailable: 1}" })
	void recognizesComponentWithoutAutoscaler(String other) {
		assertThat(component(other).autoscaled()).isFalse();
	}

	private static ComponentSpec component(String more) {
		return Resources.withSpec("""
				predictors:
				- name: default
				  componentSpecs:
				  - %s
				    spec: {containers: [{name: classifier}]}
				""".formatted(more)).components().getFirst();
	}

}
