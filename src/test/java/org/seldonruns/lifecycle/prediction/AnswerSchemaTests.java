package org.seldonruns.lifecycle.prediction;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class AnswerSchemaTests {

	@Test
	void acceptsMatchingAnswer() {
		assertThat(schema("""
				{"type": "object", "required": ["data"], "properties": {"data": {"$ref": "#/$defs/row"}},
				 "$defs": {"row": {"type": "array", "items": {"type": "number", "maximum": 1}}}}""")
			.violation("{\"data\": [0.1, 0.9]}")).isEmpty();
	}

	@Test
	void namesPlaceOfMismatch() {
		assertThat(schema("{\"properties\": {\"data\": {\"type\": \"array\"}}}").violation("{\"data\": \"none\"}"))
			.hasValueSatisfying(violation -> assertThat(violation).startsWith("does not match the JSON Schema: ")
				.contains("/data", "array"));
	}

	@Test
	void listsFirstMismatchesOnly() {
		assertThat(schema("{\"items\": {\"type\": \"string\"}}").violation("[1,2,3,4,5]"))
			.hasValueSatisfying(violation -> assertThat(violation).endsWith("; and 2 more"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "<html></html>", "", "{\"data\": ", "{} {}", "NaN" })
	void answerMustBeJson(String answer) {
		assertThat(schema("{}").violation(answer)).hasValueSatisfying(
				violation -> assertThat(violation).startsWith("cannot be checked, because it is not valid JSON"));
	}

	@Test
	void deepAnswerIsNotChecked() {
		assertThat(schema("{}").violation("[".repeat(1000) + "]".repeat(1000))).isPresent();
	}

	@Test
	void answerWithTooManyValuesIsNotChecked() {
		assertThat(schema("{}").violation("[0" + ",0".repeat(300_000) + "]")).isPresent();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "not json", "[]", "{\"type\": 5}", "{\"type\": \"thing\"}", "{\"pattern\": \"(\"}",
			"{\"$ref\": \"#/$defs/missing\"}", "{\"minimum\": \"1\"}", "{\"$schema\": \"https://example.org/mine\"}" })
	void rejectsInvalidSchema(String schema) {
		assertThatExceptionOfType(InvalidSchemaException.class).isThrownBy(() -> schema(schema))
			.withMessageMatching("(?s).+");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://example.org/schema.json", "http://127.0.0.1:1/a", "file:///etc/hostname",
			"classpath:application.yaml", "resource:application.yaml", "jar:file:/a.jar!/b" })
	void loadsNoOtherDocument(String reference) {
		assertThatExceptionOfType(InvalidSchemaException.class)
			.isThrownBy(() -> schema("{\"$ref\": \"" + reference + "\"}"));
	}

	@Test
	void regularExpressionsTakeLinearTime() {
		// Backtracking would need 2^40 steps.
		assertThat(schema("{\"pattern\": \"^(a+)+$\"}").violation("\"" + "a".repeat(40) + "b\"")).isPresent();
	}

	@Test
	void evaluationIsBounded() {
		// Each of 40 levels doubles the number of evaluations.
		StringBuilder levels = new StringBuilder("{\"$ref\": \"#/$defs/l0\", \"$defs\": {");
		for (int level = 0; level < 40; level++) {
			levels.append("\"l%d\": {\"allOf\": [{\"$ref\": \"#/$defs/l%d\"}, {\"$ref\": \"#/$defs/l%d\"}]},"
				.formatted(level, level + 1, level + 1));
		}
		levels.append("\"l40\": {\"type\": \"object\"}}}");
		assertThat(schema(levels.toString()).violation("{}"))
			.hasValueSatisfying(violation -> assertThat(violation).contains("cannot be checked"));
	}

	@Test
	void endlessReferencesAreBounded() {
		assertThat(schema("{\"$ref\": \"#/$defs/a\", \"$defs\": {\"a\": {\"allOf\": [{\"$ref\": \"#/$defs/a\"}]}}}")
			.violation("{}")).isPresent();
	}

	private static AnswerSchema schema(String document) {
		return AnswerSchema.parse(document.getBytes(StandardCharsets.UTF_8));
	}

}
