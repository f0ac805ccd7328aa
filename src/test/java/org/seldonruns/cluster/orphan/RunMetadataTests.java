package org.seldonruns.cluster.orphan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;
import org.seldonruns.cluster.TestRuns;
import org.seldonruns.cluster.client.InstanceId;
import org.seldonruns.cluster.client.MutableMaps;
import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunId;
import org.seldonruns.run.StepName;
import org.seldonruns.seldon.resource.SeldonDeployment;
import org.seldonruns.time.ManualTimekeeper;

import static org.assertj.core.api.Assertions.assertThat;

class RunMetadataTests {

	private final ManualTimekeeper time = new ManualTimekeeper();

	private final KubernetesSerialization serialization = new KubernetesSerialization();

	private final RunMetadata marks = new RunMetadata(new InstanceId("this-process"));

	private final Run run = TestRuns.run(TestRuns.name("here", "iris"), time);

	@Test
	void addsLabelsAndAnnotationBesideThoseOfTheDocument() {
		Map<String, Object> marked = marks.marked(document(Map.of("team", "red"), Map.of("note", "kept")),
				run.summary(), true);

		assertThat(marked).containsEntry("spec", Map.of("replicas", 1)).extractingByKey("metadata").satisfies(it -> {
			Map<String, Object> metadata = MutableMaps.copy(it);
			assertThat(metadata).containsEntry("name", "iris");
			assertThat(MutableMaps.copy(metadata.get("labels"))).containsOnly(Map.entry("team", "red"),
					Map.entry(RunMetadata.RUN, run.id().toString()), Map.entry(RunMetadata.INSTANCE, "this-process"));
			assertThat(MutableMaps.copy(metadata.get("annotations"))).containsEntry("note", "kept")
				.containsKey(RunMetadata.RUN_ANNOTATION);
		});
	}

	@Test
	void overwritesLabelsAndAnnotationOfDocument() {
		Map<String, Object> marked = marks
			.marked(document(Map.of(RunMetadata.RUN, "forged", RunMetadata.INSTANCE, "forged"),
					Map.of(RunMetadata.RUN_ANNOTATION, "forged", RunMetadata.KEPT, "forged")), run.summary(), true);

		assertThat(marked.toString()).doesNotContain("forged").contains(run.id().toString());
	}

	@Test
	void doesNotChangeOriginalDocument() {
		Map<String, Object> document = document(Map.of("team", "red"), Map.of());
		String before = document.toString();

		marks.marked(document, run.summary(), true);

		assertThat(document).hasToString(before);
	}

	@Test
	void annotationContainsDeadline() {
		time.advance(Duration.ofMinutes(1));

		JsonNode written = record(marks.marked(document(Map.of(), Map.of()), run.summary(), true));

		assertThat(written.path("run").asText()).isEqualTo(run.id().toString());
		assertThat(written.path("instance").asText()).isEqualTo("this-process");
		assertThat(written.path("createdAt").asText()).isEqualTo("2026-11-22T06:41:05.113Z");
		// One minute in the queue, four steps of five minutes, and two for the deletion.
		assertThat(written.path("deadline").asText()).isEqualTo("2026-11-22T07:04:05.113Z");
		assertThat(written.at("/parameters/replicas").asInt()).isEqualTo(2);
		assertThat(written.at("/parameters/timeout").asText()).isEqualTo("PT5M");
		assertThat(written.at("/parameters/deleteTimeout").asText()).isEqualTo("PT2M");
		assertThat(written.path("labels").path("commit").asText()).isEqualTo("9f1c2e");
	}

	@Test
	void keptAnnotationContainsNoLogs() {
		run.begin(StepName.CREATE, null);
		run.fail(StepName.CREATE,
				new Diagnosis(Cause.CRASH_LOOP, "it ends", List.of("exit code 1"), List.of("log of pod: secret")));

		String kept = RunMetadata.keeping(run.snapshot(), time.now()).toString();

		assertThat(kept).contains("exit code 1", "container logs are not stored with a kept resource")
			.doesNotContain("secret");
	}

	@Test
	void recognizesResourceOfRun() {
		SeldonDeployment own = SeldonDeployment.of(serialization.convertValue(
				marks.marked(document(Map.of(), Map.of()), run.summary(), true), GenericKubernetesResource.class));

		assertThat(RunMetadata.isOf(own, run.id())).isTrue();
		assertThat(RunMetadata.isOf(own, RunId.next())).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			instance      | a b
			instance      | ../../../../api/v1/secrets
			instance      | ''
			createdAt     | -1000000000-01-01T00:00:00Z
			deadline      | +1000000000-12-31T23:59:59Z
			timeout       | PT-1S
			deleteTimeout | PT2562047788015215H
			keepOnFailure | P400D
			""")
	void ignoresResourceWithInvalidRecord(String field, String value) {
		Map<String, Object> marked = marks.marked(document(Map.of(), Map.of()), run.summary(), true);
		assertThat(marks.read(object(marked, null))).isPresent();
		ObjectNode record = (ObjectNode) record(marked);
		ObjectNode parent = record.has(field) ? record : (ObjectNode) record.path("parameters");
		parent.put(field, value);

		assertThat(marks.read(object(marked, record.toString(), null))).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{", "{\"until\": \"2026-11-22T06:41:05Z\", \"steps\": [], \"components\": []}",
			"{\"until\": \"2026-11-22T06:41:05Z\", \"steps\": [{\"name\": \"DELETE\", \"status\": \"RUNNING\"}], \"components\": []}",
			"{\"until\": \"+1000000000-12-31T23:59:59Z\", \"steps\": [], \"components\": []}" })
	void ignoresInvalidKeptAnnotation(String verdict) {
		Map<String, Object> marked = marks.marked(document(Map.of(), Map.of()), run.summary(), true);

		assertThat(marks.read(object(marked, verdict)))
			.hasValueSatisfying(read -> assertThat(read.resource().kept()).isNull());
	}

	private GenericKubernetesResource object(Map<String, Object> marked, @Nullable String kept) {
		return object(marked, record(marked).toString(), kept);
	}

	/** The object as the API server has it, with annotations that somebody edited. */
	private GenericKubernetesResource object(Map<String, Object> marked, String record, @Nullable String kept) {
		GenericKubernetesResource object = serialization.convertValue(marked, GenericKubernetesResource.class);
		object.setApiVersion("machinelearning.seldon.io/v1");
		object.setKind("SeldonDeployment");
		object.getMetadata().setNamespace("here");
		object.getMetadata().setCreationTimestamp("2026-11-22T06:41:05Z");
		object.getMetadata()
			.setManagedFields(List.of(new ManagedFieldsEntryBuilder().withManager(RunMetadata.CREATOR).build()));
		object.getMetadata().getAnnotations().put(RunMetadata.RUN_ANNOTATION, record);
		if (kept != null) {
			object.getMetadata().getAnnotations().put(RunMetadata.KEPT, kept);
		}
		return object;
	}

	private JsonNode record(Map<String, Object> marked) {
		Map<String, Object> metadata = MutableMaps.copy(marked.get("metadata"));
		String text = String.valueOf(MutableMaps.copy(metadata.get("annotations")).get(RunMetadata.RUN_ANNOTATION));
		return serialization.unmarshal(text, JsonNode.class);
	}

	private static Map<String, Object> document(Map<String, String> labels, Map<String, String> annotations) {
		return Map.of("spec", Map.of("replicas", 1), "metadata",
				Map.of("name", "iris", "uid", "u", "labels", labels, "annotations", annotations));
	}

}
