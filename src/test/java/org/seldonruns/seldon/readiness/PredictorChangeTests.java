package org.seldonruns.seldon.readiness;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seldonruns.seldon.resource.JsonTree;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class PredictorChangeTests {

	private static final String PREDICTOR = """
			{"name": "main", "replicas": 1, "traffic": 80, "graph": {"name": "m"},
			 "componentSpecs": [{"replicas": 1, "spec": {"containers": [
			   {"name": "m", "image": "model:1", "env": [{"name": "A", "value": "1"}], "resources": {"limits": {"cpu": "1"}}}]}}]}""";

	@ParameterizedTest
	@ValueSource(strings = { "\"traffic\": 80 -> \"traffic\": 20", "\"replicas\": 1 -> \"replicas\": 3",
			"\"graph\" -> \"explainer\": {\"type\": \"AnchorTabular\"}, \"graph\"" })
	void doesNotAffectComponents(String change) {
		assertThat(change(change).affectsComponents()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "model:1 -> model:2", "\"name\": \"m\"} -> \"name\": \"m\", \"type\": \"ROUTER\"}",
			"\"value\": \"1\" -> \"value\": \"2\"" })
	void affectsComponents(String change) {
		assertThat(change(change).affectsComponents()).isTrue();
		assertThat(change(change).affectsExplainer()).isFalse();
	}

	@Test
	void affectsTheExplainer() {
		assertThat(change("\"graph\" -> \"explainer\": {\"type\": \"AnchorTabular\"}, \"graph\"").affectsExplainer())
			.isTrue();
	}

	@Test
	void removedExplainerNeedsNoTemplate() {
		String with = PREDICTOR.replace("\"graph\"", "\"explainer\": {\"type\": \"AnchorTabular\"}, \"graph\"");
		String more = with.replace("\"AnchorTabular\"", "\"AnchorTabular\", \"replicas\": 2");

		assertThat(new PredictorChange(tree(with), tree(PREDICTOR)).affectsExplainer()).isFalse();
		assertThat(new PredictorChange(tree(with), tree(more)).affectsExplainer()).isFalse();
	}

	@Test
	void orchestratorHasAQuantityInOtherWordsAlready() {
		PredictorChange change = change("\"cpu\": \"1\" -> \"cpu\": \"1000m\"");

		assertThat(change.affectsComponents()).isTrue();
		assertThat(change.isInEngines(List.of(withOrchestrator(PREDICTOR)))).isTrue();
		assertThat(change.isInEngines(List.of(withoutOrchestrator("model:1", "1")))).isTrue();
	}

	@Test
	void orchestratorDoesNotHaveAnotherImageYet() {
		assertThat(change("model:1 -> model:2").isInEngines(List.of(withOrchestrator(PREDICTOR)))).isFalse();
	}

	@Test
	void unreadableEnvironmentShowsNothing() {
		Deployment edited = deployment("seldon-container-engine", "executor", "ENGINE_PREDICTOR", "not base64!");
		Deployment broken = deployment("seldon-container-engine", "executor", "ENGINE_PREDICTOR",
				Base64.getEncoder().encodeToString("{".getBytes(StandardCharsets.UTF_8)));

		assertThat(change("model:1 -> model:2").isInEngines(List.of(edited, broken))).isTrue();
	}

	@Test
	void findsContainersThatAreStillTheFormerOnes() {
		Deployment former = withoutOrchestrator("model:1", "1");

		assertThat(unchanged(change("model:1 -> model:2"), former, former)).contains("m");
		assertThat(unchanged(change("model:1 -> model:2"), withoutOrchestrator("mirror/model:2", "1"), former))
			.isEmpty();
		assertThat(unchanged(change("\"value\": \"1\" -> \"value\": \"2\""), former, former)).contains("m");
		assertThat(unchanged(change("\"value\": \"1\" -> \"value\": \"\""), withoutOrchestrator("model:1", ""), former))
			.isEmpty();
		assertThat(unchanged(change("\"cpu\": \"1\" -> \"cpu\": \"2\""), former, former)).isEmpty();
		assertThat(unchanged(change("model:1 -> model:2"), deployment("sidecar", "any", "A", "7"), former))
			.contains("m");
	}

	private static Optional<String> unchanged(PredictorChange change, Deployment now, Deployment former) {
		return change.unchangedContainer(0, now.getSpec().getTemplate(), former.getSpec().getTemplate());
	}

	private static PredictorChange change(String replacement) {
		String[] sides = replacement.split(" -> ", 2);
		assertThat(PREDICTOR).contains(sides[0]);
		return new PredictorChange(tree(PREDICTOR), tree(PREDICTOR.replace(sides[0], sides[1])));
	}

	private static JsonTree tree(String json) {
		return new JsonTree(JsonMapper.shared().readValue(json, Object.class));
	}

	private static Deployment withOrchestrator(String predictor) {
		return deployment("seldon-container-engine", "executor", "ENGINE_PREDICTOR",
				Base64.getEncoder().encodeToString(predictor.getBytes(StandardCharsets.UTF_8)));
	}

	private static Deployment withoutOrchestrator(String image, String value) {
		return deployment("m", image, "A", value);
	}

	private static Deployment deployment(String container, String image, String variable, String value) {
		return Objects.requireNonNull(new DeploymentBuilder().withNewMetadata()
			.withName("iris-main-0-m")
			.endMetadata()
			.withNewSpec()
			.withNewTemplate()
			.withNewSpec()
			.addNewContainer()
			.withName(container)
			.withImage(image)
			.addNewEnv()
			.withName(variable)
			.withValue(value)
			.endEnv()
			.endContainer()
			.endSpec()
			.endTemplate()
			.endSpec()
			.build());
	}

}
