package org.seldonruns.seldon.manifest;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** What is expected here was seen with kubectl. */
class KubectlValuesTests {

	private static final JsonMapper JSON = new JsonMapper();

	static Stream<Arguments> values() throws IOException {
		try (InputStream table = KubectlValuesTests.class.getResourceAsStream("/kubectl/values.tsv")) {
			String text = new String(Objects.requireNonNull(table).readAllBytes(), StandardCharsets.UTF_8);
			return text.lines().filter((line) -> !line.startsWith("#")).map((line) -> {
				String[] columns = line.split("\t", -1);
				return arguments(columns[0], columns[1]);
			});
		}
	}

	@ParameterizedTest(quoteTextArguments = false)
	@MethodSource("values")
	void valueIsReadAsKubectlReadsIt(String value, String expected) {
		if (expected.equals("refused")) {
			assertThatExceptionOfType(ManifestException.class).isThrownBy(() -> Uploads.value(value))
				.satisfies((ex) -> assertThat(ex.kind()).isEqualTo(ManifestException.Kind.UNREADABLE));
			return;
		}
		assertThat(Uploads.value(value)).isEqualTo(asSent(expected));
	}

	@ParameterizedTest
	@CsvSource({ "1, 1", "010, 8", "yes, true", "off, false", "1.50, 1.5", "1e3, 1000", "1e30, 1e+30", "0.1, 0.1",
			"3.0000000000000004, 3", "16777217.0, 1.6777216e+07", "1e-7, 1e-07", "123456789.5, 1.2345679e+08",
			".inf, .inf", "-.inf, -.inf", ".nan, .nan", "2001-12-14, 2001-12-14", "0x1F, 31", "-0.0, -0", "1_000, 1000",
			"1e5, 100000", "1e6, 1e+06", "0.0001, 0.0001", "0.00001, 1e-05", "0.00012345, 0.00012345", "1.5e300, .inf",
			"-1e300, -.inf", "1e-50, 0", "20000000.5, 2e+07", "3.4028235e38, 3.4028235e+38" })
	void keyIsConvertedAsByKubectl(String key, String expected) {
		assertThat(Uploads.value("{" + key + ": x}")).isEqualTo(Map.of(expected, "x"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "refused", textBlock = """
			{~: x}                                    | refused
			{18446744073709551615: x}                 | refused
			{[a]: x}                                  | refused
			{{a: 1}: x}                               | refused
			{"": x}                                   | {"": "x"}
			{a:1}                                     | {"a:1": null}
			{"a":1}                                   | {"a": 1}
			{<<: {a: 1}}                              | {"a": 1}
			{<<: {a: 1}, a: 9}                        | {"a": 9}
			{a: 9, <<: {a: 1, c: 2}}                  | {"a": 1, "c": 2}
			{<<: [{a: 1}, {a: 2, b: 3}], z: 1}        | {"a": 1, "b": 3, "z": 1}
			{<<: {a: 1}, <<: {q: 1}}                  | {"a": 1, "q": 1}
			{<<: {<<: {z: 1}, a: 1}}                  | {"a": 1, "z": 1}
			{"<<": {a: 1}}                            | {"<<": {"a": 1}}
			{<<: x}                                   | refused
			{<<: [x]}                                 | refused
			{<<: }                                    | refused
			{b: &b {a: 1, c: 2}, d: {<<: *b, a: 9}}   | {"b": {"a": 1, "c": 2}, "d": {"a": 9, "c": 2}}
			[&a 1, &a 2, *a]                          | [1, 2, 2]
			[&a 010, {*a : x}]                        | [8, {"8": "x"}]
			[&a , *a]                                 | [null, null]
			&v [*v]                                   | refused
			&v {a: *v}                                | refused
			*nope                                     | refused
			{? a : b}                                 | {"a": "b"}
			""")
	void collectionIsReadAsKubectlReadsIt(String value, @Nullable String expected) {
		if (expected == null) {
			assertThatExceptionOfType(ManifestException.class).isThrownBy(() -> Uploads.value(value))
				.satisfies((ex) -> assertThat(ex.kind()).isEqualTo(ManifestException.Kind.UNREADABLE));
			return;
		}
		assertThat(Uploads.value(value)).isEqualTo(asSent(expected));
	}

	@Test
	void blockScalarsAreFoldedAndKept() {
		assertThat(Uploads.value("|\n  a\n  b\n")).isEqualTo("a\nb\n");
		assertThat(Uploads.value(">\n  a\n  b\n\n  c")).isEqualTo("a b\nc\n");
		assertThat(Uploads.value("|-\n  a\n")).isEqualTo("a");
		assertThat(Uploads.value("a\n  b")).isEqualTo("a b");
		assertThat(Uploads.value("\"a\\\n  b\"")).isEqualTo("ab");
	}

	@Test
	void numbersOfJsonAreSentAsKubectlSendsThem() {
		Manifest manifest = Uploads.parse("""
				{"apiVersion": "machinelearning.seldon.io/v1", "kind": "SeldonDeployment",
				 "metadata": {"name": "iris"},
				 "v": [1.0, 1e3, 0.5, -0, 18446744073709551615, 9223372036854775808, 1e-7, 1E21, 7]}
				""");

		assertThat(manifest.document().get("v"))
			.isEqualTo(List.of(1L, 1000L, 0.5, 0L, 1.8446744073709552e19, 0x1p63, 1e-7, 1e21, 7L));
	}

	private static @Nullable Object asSent(String json) {
		return sent(JSON.readValue(json, Object.class));
	}

	private static @Nullable Object sent(@Nullable Object value) {
		return switch (value) {
			case Integer number -> number.longValue();
			case BigInteger number -> number.doubleValue();
			case List<?> list -> list.stream().map(KubectlValuesTests::sent).toList();
			case Map<?, ?> map -> {
				Map<Object, @Nullable Object> entries = new LinkedHashMap<>();
				map.forEach((key, element) -> entries.put(key, sent(element)));
				yield entries;
			}
			case null, default -> value;
		};
	}

}
