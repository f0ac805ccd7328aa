package org.seldonruns.seldon.manifest;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.seldonruns.seldon.manifest.ManifestException.Kind;
import org.seldonruns.seldon.manifest.ManifestException.Violation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

class ManifestUnacceptableTests {

	private static final String TYPE = "apiVersion: machinelearning.seldon.io/v1\nkind: SeldonDeployment\n";

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			[a]                       | a list
			[{"kind": "Secret"}]      | a list
			`[\n\t{"kind": "x"}\n]`   | a list
			- a                       | a list
			text                      | the string "text"
			"text"                    | the string "text"
			1                         | is 1
			yes                       | is true
			""")
	void nonMappingIsRejected(String upload, String expected) {
		ManifestException refusal = refusal(upload.replace("\\n", "\n").replace("\\t", "\t"));

		assertThat(refusal.violations()).extracting(Violation::pointer).containsExactly("");
		assertThat(refusal).hasMessageContainingAll("one SeldonDeployment", expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			apiVersion: v1                             | "v1"
			apiVersion: apps/v1                        | "apps/v1"
			apiVersion: serving.kserve.io/v1           | "serving.kserve.io/v1"
			apiVersion: machinelearning.seldon.io/v2   | v1, v1alpha2, v1alpha3
			apiVersion: machinelearning.seldon.io/     | v1, v1alpha2, v1alpha3
			apiVersion: machinelearning.seldon.io      | "machinelearning.seldon.io"
			apiVersion: machinelearning.seldon.io/v1/v1| unknown version
			apiVersion: 1                              | is 1
			apiVersion: ""                             | not in the group machinelearning.seldon.io
			apiVersion:                                | missing
			v: 1                                       | missing
			""")
	void apiVersionMustBeKnown(String apiVersion, String expected) {
		ManifestException refusal = refusal(apiVersion + "\nkind: SeldonDeployment\nmetadata: {name: iris}\n");

		assertThat(refusal.violations()).extracting(Violation::pointer).containsExactly("/apiVersion");
		assertThat(refusal).hasMessageContaining(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			kind: Secret            | kind is "Secret". It must be SeldonDeployment.
			kind: List              | kind is "List". Upload its items one at a time.
			kind: seldondeployment  | kind is "seldondeployment". It must be SeldonDeployment.
			kind: [a]               | kind must be SeldonDeployment, but is a list.
			kind:                   | kind is missing. Set it to SeldonDeployment.
			""")
	void kindMustBeSeldonDeployment(String kind, String expected) {
		ManifestException refusal = refusal(
				"apiVersion: machinelearning.seldon.io/v1\n" + kind + "\nmetadata: {name: iris}");

		assertThat(refusal.violations()).containsExactly(new Violation("/kind", null, null, expected));
		assertThat(refusal).hasMessage(expected);
	}

	@Test
	void otherKindIsNotValidatedFurther() {
		assertThat(refusal("apiVersion: v1\nkind: List\nitems: []").violations()).extracting(Violation::pointer)
			.containsExactly("/apiVersion", "/kind");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					v: 1                                  | /metadata/name      | metadata.name is missing
					metadata:                             | /metadata/name      | metadata.name is missing
					metadata: {}                          | /metadata/name      | metadata.name is missing
					metadata: {name: }                    | /metadata/name      | metadata.name is missing
					metadata: {generateName: a-}          | /metadata/name      | generateName is not supported
					metadata: text                        | /metadata           | must be a mapping, but is the string "text"
					metadata: [a]                         | /metadata           | must be a mapping, but is a list
					metadata: {name: 1}                   | /metadata/name      | must be a string, but is 1. Quote it.
					metadata: {name: yes}                 | /metadata/name      | must be a string, but is true. Quote it.
					metadata: {name: {a: b}}              | /metadata/name      | must be a string, but is a mapping.
					metadata: {name: ""}                  | /metadata/name      | "" is invalid
					metadata: {name: Iris}                | /metadata/name      | "Iris"
					metadata: {name: iris_1}              | /metadata/name      | "iris_1"
					metadata: {name: -iris}               | /metadata/name      | "-iris"
					metadata: {name: iris-}               | /metadata/name      | "iris-"
					metadata: {name: a..b}                | /metadata/name      | "a..b"
					metadata: {name: a/b}                 | /metadata/name      | "a/b"
					metadata: {name: "iris\\n"}           | /metadata/name      | "iris?"
					metadata: {name: "\\u0000"}           | /metadata/name      | "?"
					metadata: {name: a, namespace: 1}     | /metadata/namespace | Quote it.
					metadata: {name: a, namespace: a.b}   | /metadata/namespace | "a.b"
					metadata: {name: a, namespace: A}     | /metadata/namespace | "A"
					metadata: {name: a, labels: [a]}      | /metadata/labels    | must be a mapping
					metadata: {name: a, labels: {a: 1}}   | /metadata/labels/a  | metadata.labels.a must be a string, but is 1. Quote it.
					metadata: {name: a, labels: {a: {}}}  | /metadata/labels/a  | is a mapping.
					metadata: {name: a, annotations: x}   | /metadata/annotations | must be a mapping
					metadata: {name: a, annotations: {a/b~c: on}} | /metadata/annotations/a~1b~0c | metadata.annotations.a/b~c must be a string, but is true
					""")
	void metadataMustBeKubernetes(String metadata, String pointer, String expected) {
		ManifestException refusal = refusal(TYPE + metadata);

		assertThat(refusal.violations()).extracting(Violation::pointer).containsExactly(pointer);
		assertThat(refusal).hasMessageContaining(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			text                                           | /spec
			[a]                                            | /spec
			{replicas: -1}                                 | /spec/replicas
			{replicas: "2"}                                | /spec/replicas
			{replicas: 1.5}                                | /spec/replicas
			{replicas: true}                               | /spec/replicas
			{replicas: 2147483648}                         | /spec/replicas
			{replicas: 18446744073709551615}               | /spec/replicas
			{predictors: text}                             | /spec/predictors
			{predictors: {a: b}}                           | /spec/predictors
			{predictors: [{}, text]}                       | /spec/predictors/1
			{predictors: [~]}                              | /spec/predictors/0
			{predictors: [{}, {replicas: a}]}              | /spec/predictors/1/replicas
			{predictors: [{svcOrchSpec: {replicas: -1}}]}  | /spec/predictors/0/svcOrchSpec/replicas
			{predictors: [{svcOrchSpec: text}]}            | /spec/predictors/0/svcOrchSpec
			{predictors: [{explainer: {replicas: a}}]}     | /spec/predictors/0/explainer/replicas
			{predictors: [{explainer: [a]}]}               | /spec/predictors/0/explainer
			{predictors: [{componentSpecs: text}]}         | /spec/predictors/0/componentSpecs
			{predictors: [{componentSpecs: [a]}]}          | /spec/predictors/0/componentSpecs/0
			{predictors: [{componentSpecs: [{}, {replicas: []}]}]} | /spec/predictors/0/componentSpecs/1/replicas
			""")
	void replicasMustBeValid(String spec, String pointer) {
		assertThat(refusal(Uploads.HEAD + "spec: " + spec).violations()).extracting(Violation::pointer)
			.containsExactly(pointer);
	}

	@ParameterizedTest
	@ValueSource(strings = { "spec: ", "spec: {}", "spec: {replicas: }", "spec: {replicas: 0, predictors: }",
			"spec: {replicas: 1.0}", "spec: {predictors: []}",
			"spec: {predictors: [{componentSpecs: , explainer: , svcOrchSpec: , replicas: ~}]}",
			"spec: {predictors: [{componentSpecs: [], explainer: {}, replicas: 2147483647}]}",
			"spec: {predictors: [{graph: 7}], unknown: [1]}" })
	void unsetAndUnknownFieldsAreAccepted(String spec) {
		assertThat(Uploads.parse(Uploads.HEAD + spec).name()).isEqualTo("iris");
	}

	@Test
	void namesMayBeAsLongAsKubernetesAllows() {
		String metadata = "metadata: {name: %s, namespace: %s, labels: {a: , b: c}, annotations: }";
		assertThat(Uploads.parse(TYPE + metadata.formatted("a".repeat(253), "b".repeat(63))).name()).hasSize(253);
		assertThat(refusal(TYPE + metadata.formatted("a".repeat(254), "b".repeat(64))).violations())
			.extracting(Violation::pointer)
			.containsExactly("/metadata/name", "/metadata/namespace");
	}

	@Test
	void allViolationsAreReportedTogether() {
		ManifestException refusal = refusal("""
				apiVersion: apps/v1
				metadata: {namespace: A, labels: {a: 1}}
				spec: {replicas: -1, predictors: [{replicas: x}]}
				""");

		assertThat(refusal.violations()).extracting(Violation::pointer)
			.containsExactly("/apiVersion", "/kind", "/metadata/name", "/metadata/namespace", "/metadata/labels/a",
					"/spec/replicas", "/spec/predictors/0/replicas");
		assertThat(refusal).hasMessageEndingWith("(4 more errors.)");
	}

	@Test
	void violationsAreLimitedInNumberAndLength() {
		String labels = "%s: 1\n  ".repeat(1000).formatted(IntStream.range(0, 1000).mapToObj((i) -> "k" + i).toArray());
		ManifestException refusal = refusal(
				TYPE + "metadata:\n name: %s\n labels:\n  %s".formatted("A".repeat(100_000), labels));

		assertThat(refusal.violations()).hasSize(50).allSatisfy((it) -> assertThat(it.detail()).hasSizeLessThan(300));
	}

	@ParameterizedTest
	@ValueSource(strings = { "---\n%s---\n%s", "%s---\n{}", "%s---\ntext\n", "%s---\n[]\n", "%s---\n[broken",
			"%s---\n&a x" })
	void secondDocumentIsRejectedWithItsPosition(String frame) {
		ManifestException refusal = refusal(frame.formatted(Uploads.HEAD, Uploads.HEAD));

		assertThat(refusal).hasMessageContaining("The upload contains 2 documents (");
		assertThat(refusal.violations()).extracting(Violation::line, Violation::column)
			.containsExactly(tuple(frame.startsWith("---") ? 6 : 5, 1));
	}

	@Test
	void documentsAreNamedByKindNameAndLineOnly() {
		ManifestException refusal = refusal("""
				kind: Secret
				metadata: {name: model-store}
				stringData: {password: do-not-echo}
				---
				kind: SeldonDeployment
				metadata: {name: iris}
				---
				kind: "<b>"
				metadata: {name: "A B"}
				""");

		assertThat(refusal).hasMessageEndingWith(
				"The upload contains 3 documents (a Secret model-store at line 1, a SeldonDeployment iris at line 5, a document "
						+ "of unknown kind at line 8). Upload the SeldonDeployment alone and create the other objects first.");
	}

	@Test
	void severalSeldonDeploymentsAreUploadedOneAtATime() {
		assertThat(refusal(Uploads.HEAD + "---\n" + Uploads.HEAD))
			.hasMessageEndingWith("Upload one SeldonDeployment at a time.");
	}

	@Test
	void errorInALaterDocumentDoesNotShowItsContent() {
		assertThat(refusal(Uploads.HEAD + "---\nsecret: 1\nsecret: 2\n")).hasMessageNotContaining("secret")
			.hasMessageContaining("The upload contains 2 documents");
	}

	@ParameterizedTest
	@ValueSource(strings = { "iris-{{ version }}", "iris-${VERSION}", "<name>" })
	void placeholderInANameIsNamedAsSuch(String name) {
		assertThat(refusal("apiVersion: machinelearning.seldon.io/v1\nkind: SeldonDeployment\nmetadata: {name: \"%s\"}"
			.formatted(name))).hasMessageContaining("render the template before uploading it");
	}

	@Test
	void secondJsonDocumentIsRejectedWithItsPosition() {
		ManifestException refusal = refusal("{\"a\": 1}\n {\"a\": 2}");

		assertThat(refusal).hasMessageContaining("The upload contains 2 documents (");
		assertThat(refusal.violations()).extracting(Violation::line, Violation::column).containsExactly(tuple(2, 2));
	}

	private static ManifestException refusal(String upload) {
		ManifestException refusal = catchThrowableOfType(ManifestException.class, () -> Uploads.parse(upload));
		assertThat(refusal).isNotNull();
		assertThat(refusal.kind()).isEqualTo(Kind.UNACCEPTABLE);
		return refusal;
	}

}
