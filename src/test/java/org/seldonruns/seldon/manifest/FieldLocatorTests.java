package org.seldonruns.seldon.manifest;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class FieldLocatorTests {

	private static final String YAML = """
			# a comment
			kind: SeldonDeployment
			metadata:
			  annotations: {a/b: "1"}
			spec:
			  predictors:
			  - name: default
			    componentSpecs:
			    - spec:
			        containers: []
			        progressDeadlineSeconds: 5
			""";

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/spec/predictors/0/componentSpecs/0/spec/progressDeadlineSeconds | 11
			/spec/predictors/0                                               | 7
			/metadata/annotations/a~1b                                       | 4
			/kind                                                            | 2
			""")
	void findsTheLineOfAField(String pointer, int line) {
		assertThat(locator(YAML).line(pointer)).contains(line);
	}

	@ParameterizedTest
	@CsvSource({ "/spec/predictors/1", "/spec/predictors/x", "/spec/no", "/kind/more", "/spec/predictors/99999999999" })
	void findsNoLineOfAFieldThatTheUploadDoesNotHave(String pointer) {
		assertThat(locator(YAML).line(pointer)).isEmpty();
	}

	@Test
	void findsFieldsInJsonWithTabs() {
		assertThat(locator("{\n\t\"spec\": {\n\t\t\"predictors\": [\n\t\t\t{\"componentSpec\": 1}]}}")
			.line("/spec/predictors/0/componentSpec")).contains(4);
	}

	@Test
	void findsNothingInATextThatIsNotYaml() {
		assertThat(locator("\"").line("/spec")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			unknown field "spec.predictors[0].componentSpec"              | /spec/predictors/0/componentSpec
			duplicate field "spec.a[10][2].b"                             | /spec/a/10/2/b
			unknown field "metadata.clusterName"                          | /metadata/clusterName
			""")
	void convertsThePathInAWarningToAPointer(String warning, String pointer) {
		assertThat(FieldLocator.pointer(warning)).contains(pointer);
	}

	@Test
	void returnsNoPointerForOtherWarnings() {
		assertThat(FieldLocator.pointer("v1alpha2 is deprecated")).isEmpty();
	}

	private static FieldLocator locator(String upload) {
		return new FieldLocator(upload.getBytes(StandardCharsets.UTF_8));
	}

}
