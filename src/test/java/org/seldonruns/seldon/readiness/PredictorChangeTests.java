package org.seldonruns.seldon.readiness;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

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
	void quantityInOtherWordsMayStayTheSame() {
		PredictorChange change = change("\"cpu\": \"1\" -> \"cpu\": \"1000m\"");

		assertThat(change.affectsComponents()).isTrue();
		assertThat(change.mayBeShownBy(List.of(withOrchestrator(PREDICTOR)))).isTrue();
		assertThat(change.mayBeShownBy(List.of(withoutOrchestrator("model:1", "1")))).isTrue();
	}

	@Test
	void anotherImageMustShow() {
		PredictorChange change = change("model:1 -> model:2");

		assertThat(change.mayBeShownBy(List.of(withOrchestrator(PREDICTOR)))).isFalse();
		assertThat(change.mayBeShownBy(List.of(withoutOrchestrator("model:1", "1")))).isFalse();
		assertThat(change.mayBeShownBy(List.of(withoutOrchestrator("model:2", "1")))).isTrue();
	}

	@Test
	void unreadableEnvironmentShowsNothing() {
		Deployment edited = deployment("seldon-container-engine", "executor", "ENGINE_PREDICTOR", "not base64!");
		Deployment broken = deployment("seldon-container-engine", "executor", "ENGINE_PREDICTOR",
				Base64.getEncoder().encodeToString("{".getBytes(StandardCharsets.UTF_8)));

		assertThat(change("model:1 -> model:2").mayBeShownBy(List.of(edited, broken))).isTrue();
	}

	@Test
	void findsContainersWithoutTheirNewImageOrEnvironment() {
		List<JsonTree> components = change("model:1 -> model:2").components();

		assertThat(PredictorChange.missingContainer(withoutOrchestrator("model:1", "1"), components)).contains("m");
		assertThat(PredictorChange.missingContainer(withoutOrchestrator("model:2", "2"), components)).contains("m");
		assertThat(PredictorChange.missingContainer(withoutOrchestrator("model:2", "1"), components)).isEmpty();
		assertThat(PredictorChange.missingContainer(deployment("sidecar", "any", "A", "7"), components)).isEmpty();
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
