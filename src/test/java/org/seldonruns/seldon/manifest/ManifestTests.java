package org.seldonruns.seldon.manifest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ManifestTests {

	@ParameterizedTest
	@CsvSource({ "bad-volume.yaml, bad-volume, v1", "hpa.yaml, hpa, v1", "image-pull.yaml, image-pull, v1",
			"json-with-tabs.json, json-with-tabs, v1", "mixed-replicas.yaml, mixed, v1",
			"not-reconciled.yaml, not-reconciled, v1", "predictor-replicas.yaml, predictor-replicas, v1",
			"prepackaged.yaml, prepackaged, v1", "refused.yaml, refused, v1",
			"separate-engine.yaml, separate-engine, v1", "single.yaml, single, v1", "slow.yaml, slow, v1",
			"unschedulable.yaml, unschedulable, v1", "v1alpha2.yaml, v1alpha2, v1alpha2" })
	void sampleIsRead(String file, String name, String version) throws IOException {
		byte[] upload = sample(file);

		Manifest manifest = Manifest.parse(upload);

		assertThat(manifest.name()).isEqualTo(name);
		assertThat(manifest.apiVersion()).isEqualTo("machinelearning.seldon.io/" + version);
		assertThat(manifest.namespace()).isNull();
		assertThat(manifest.dropped()).isEmpty();
		assertThat(manifest.document()).containsOnlyKeys("apiVersion", "kind", "metadata", "spec");
	}

	@Test
	void documentEqualsUpload() throws IOException {
		Manifest manifest = Manifest.parse(sample("separate-engine.yaml"));

		assertThat(manifest.document().get("spec")).isEqualTo(Map.of("annotations",
				Map.of("seldon.io/engine-separate-pod", "true"), "predictors",
				List.of(Map.of("name", "default", "replicas", 2L, "svcOrchSpec", Map.of("replicas", 1L),
						"componentSpecs",
						List.of(Map.of("spec", Map.of("containers",
								List.of(Map.of("name", "classifier", "image", "seldonio/mock_classifier:1.18.2"))))),
						"graph", Map.of("name", "classifier", "type", "MODEL")))));
	}

	@Test
	void namespaceIsReadFromTheUpload() {
		assertThat(manifest("metadata: {name: iris, namespace: team-a}").namespace()).isEqualTo("team-a");
		assertThat(manifest("metadata: {name: iris, namespace: }").namespace()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "\uFEFF%s", "---\n%s", "---\n---\n# nothing\n---\n%s", "%s---\n", "%s---\n# end\n---\n~\n",
			"null\n---\n%s", "# a comment\n%s", "%s...\n", "\uFEFF---\n%s", "\n\n%s\n\n", "%%YAML 1.1\n---\n%s" })
	void preambleIsIgnored(String frame) {
		assertThat(Uploads.parse(frame.formatted(Uploads.HEAD)).document())
			.isEqualTo(Uploads.parse(Uploads.HEAD).document());
	}

	@Test
	void windowsLineEndsAreLineEnds() {
		assertThat(Uploads.parse((Uploads.HEAD + "v: |\n  a\n  b\n").replace("\n", "\r\n")).document())
			.isEqualTo(Uploads.parse(Uploads.HEAD + "v: |\n  a\n  b\n").document());
	}

	@ParameterizedTest
	@ValueSource(strings = {
			"{\"apiVersion\":\"machinelearning.seldon.io/v1\",\"kind\":\"SeldonDeployment\",\"metadata\":{\"name\":\"iris\"}}",
			"\uFEFF \r\n\t{\t\"apiVersion\":\t\"machinelearning.seldon.io/v1\",\"kind\":\"SeldonDeployment\",\n\t\t\"metadata\":{\"name\":\"iris\"}}\n",
			"{apiVersion: machinelearning.seldon.io/v1, kind: SeldonDeployment, metadata: {name: iris}}",
			"{\"apiVersion\":\"machinelearning.seldon.io/v1\",\"kind\":\"SeldonDeployment\",\"metadata\":{\"name\":\"iris\"}} # YAML\n---\n",
			"---\n# Source: chart/templates/model.json\n{\n\t\"apiVersion\":\"machinelearning.seldon.io/v1\",\"kind\":\"SeldonDeployment\",\n\t    \"metadata\":{\"name\":\"iris\"}}\n",
			"--- {apiVersion: machinelearning.seldon.io/v1, kind: SeldonDeployment, metadata: {name: iris}}" })
	void jsonAndFlowStyleAreRead(String upload) {
		assertThat(Uploads.parse(upload).document()).isEqualTo(Uploads.parse(Uploads.HEAD).document());
	}

	@Test
	void serverOwnedFieldsAreDropped() {
		Manifest manifest = manifest("""
				status: {state: Available}
				metadata:
				  finalizers: [a]
				  uid: 1-2
				  name: iris
				  resourceVersion: "7"
				  generation: 3
				  managedFields: []
				  ownerReferences: []
				  creationTimestamp: null
				  selfLink: /x
				  deletionTimestamp: 2001-12-14
				  deletionGracePeriodSeconds: 3
				  labels: {a: b}
				""");

		assertThat(manifest.dropped()).containsExactly("status", "metadata.uid", "metadata.resourceVersion",
				"metadata.generation", "metadata.deletionTimestamp", "metadata.deletionGracePeriodSeconds",
				"metadata.selfLink", "metadata.managedFields", "metadata.ownerReferences", "metadata.finalizers");
		assertThat(manifest.document()).containsOnlyKeys("apiVersion", "kind", "metadata")
			.containsEntry("metadata", Map.of("name", "iris", "labels", Map.of("a", "b")));
	}

	@Test
	void onlyTopLevelStatusIsDropped() {
		Manifest manifest = manifest("metadata: {name: iris}\nspec: {status: a, metadata: {uid: b}}\nuid: c");

		assertThat(manifest.dropped()).isEmpty();
		assertThat(manifest.document()).containsEntry("spec", Map.of("status", "a", "metadata", Map.of("uid", "b")))
			.containsEntry("uid", "c");
	}

	@Test
	void documentCannotBeChanged() {
		for (Manifest manifest : List.of(manifest("metadata: {name: iris}\nspec: {predictors: [{name: a}]}"),
				Uploads.parse("""
						{"apiVersion": "machinelearning.seldon.io/v1", "kind": "SeldonDeployment",
						"metadata": {"name": "iris"}, "spec": {"predictors": [{"name": "a"}]}}"""))) {
			Map<String, @Nullable Object> document = manifest.document();
			assertUnmodifiable(document);
			assertUnmodifiable(document.get("metadata"));
			Map<?, ?> spec = (Map<?, ?>) Objects.requireNonNull(document.get("spec"));
			assertUnmodifiable(spec);
			List<?> predictors = (List<?>) Objects.requireNonNull(spec.get("predictors"));
			assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(predictors::removeFirst);
			assertUnmodifiable(predictors.getFirst());
		}
	}

	private static void assertUnmodifiable(@Nullable Object mapping) {
		Map<?, ?> map = (Map<?, ?>) Objects.requireNonNull(mapping);
		Object key = map.keySet().iterator().next();
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> map.remove(key));
	}

	@Test
	void keysKeepTheirOrder() {
		assertThat(manifest("z: 1\nmetadata: {name: iris}\na: 2").document().keySet()).containsExactly("apiVersion",
				"kind", "z", "metadata", "a");
	}

	@Test
	void warnsAboutRemovedFieldsAndPlaceholdersInTexts() {
		Manifest manifest = manifest("""
				metadata: {name: iris, namespace: "", uid: x}
				spec:
				  predictors:
				  - name: default
				    componentSpecs:
				    - spec:
				        containers:
				        - name: model
				          image: "registry.example/{{ image }}"
				          command: [sh, -c, "echo ${HOME}"]
				          env: [{name: A, value: "${TAG}"}]
				""");

		assertThat(manifest.namespace()).isNull();
		assertThat(manifest.warnings()).extracting(ManifestNote::pointer)
			.containsExactly("/metadata/uid", "/spec/predictors/0/componentSpecs/0/spec/containers/0/image",
					"/spec/predictors/0/componentSpecs/0/spec/containers/0/env/0/value");
		assertThat(manifest.warnings().get(1).message()).contains("registry.example/{{ image }}",
				"render the template before uploading it");
	}

	private static Manifest manifest(String rest) {
		return Uploads.parse("apiVersion: machinelearning.seldon.io/v1\nkind: SeldonDeployment\n" + rest);
	}

	private static byte[] sample(String file) throws IOException {
		try (InputStream stream = ManifestTests.class.getResourceAsStream("/manifests/" + file)) {
			return Objects.requireNonNull(stream).readAllBytes();
		}
	}

}
