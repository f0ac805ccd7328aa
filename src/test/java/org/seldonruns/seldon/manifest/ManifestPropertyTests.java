package org.seldonruns.seldon.manifest;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class ManifestPropertyTests {

	private static final JsonMapper JSON = new JsonMapper();

	@Property(tries = 1_000)
	void anyBytesAreReadOrRefused(@ForAll byte[] upload) {
		assertReadOrRefused(upload);
	}

	@Property(tries = 2_000)
	void anyPiecesOfYamlAreReadOrRefused(@ForAll("piecesOfYaml") String text) {
		assertReadOrRefused((Uploads.HEAD + text).getBytes(StandardCharsets.UTF_8));
		assertReadOrRefused(text.getBytes(StandardCharsets.UTF_8));
	}

	@Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
	void anyDamageToJsonIsReadOrRefused(@ForAll("trees") Map<String, @Nullable Object> tree,
			@ForAll("piecesOfYaml") String damage, @ForAll int place) {
		String json = json(tree);
		int index = Math.floorMod(place, json.length());
		assertReadOrRefused(
				(json.substring(0, index) + damage + json.substring(index)).getBytes(StandardCharsets.UTF_8));
		assertReadOrRefused(json.substring(0, index).getBytes(StandardCharsets.UTF_8));
	}

	@Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
	void yamlAndJsonOfTheSameTreeAreReadAlike(@ForAll("trees") Map<String, @Nullable Object> tree) {
		Map<String, @Nullable Object> document = Uploads.parse(json(tree)).document();

		assertThat(document).isEqualTo(tree);
		for (FlowStyle style : FlowStyle.values()) {
			DumperOptions options = new DumperOptions();
			options.setDefaultFlowStyle(style);
			String yaml = new Yaml(new QuotingRepresenter(options), options).dump(tree);
			assertThat(Uploads.parse(yaml).document()).isEqualTo(tree);
		}
	}

	private static String json(Map<String, @Nullable Object> tree) {
		return JSON.writeValueAsString(tree);
	}

	private static void assertReadOrRefused(byte[] upload) {
		try {
			assertThat(Manifest.parse(upload).name()).isNotEmpty();
		}
		catch (ManifestException refusal) {
			assertThat(refusal.violations()).isNotEmpty().allSatisfy((violation) -> {
				assertThat(violation.detail()).endsWith(".").doesNotContain("org.", "java.", "Exception", "Feature");
				assertThat(violation.line() == null).isEqualTo(violation.column() == null);
			});
			assertThat(refusal.getMessage()).isNotBlank();
		}
	}

	@Provide
	Arbitrary<String> piecesOfYaml() {
		return Arbitraries
			.of("a", "b", "1", ":", ": ", "- ", "? ", "\n", "\n  ", "\t", "[", "]", "{", "}", ",", "\"", "'", "&a ",
					"*a ", "!!str ", "!", "!<", "|\n", ">-\n", "#", " #", "%", "%YAML 1.1\n", "%TAG ! a\n", "@", "`",
					"---\n", "...\n", "<<: ", "\\", "\\x", "\\U0011", "\\u", "~", "\r", "\u0085", "\u2028", "\uFEFF",
					"😀", "\u0000", "yes", ".inf", "0x", "1e5", "metadata", "spec: ", "status: ")
			.list()
			.ofMaxSize(20)
			.map((pieces) -> String.join("", pieces));
	}

	@Provide
	Arbitrary<Map<String, @Nullable Object>> trees() {
		return Arbitraries.maps(keys(), values(3)).ofMaxSize(4).map((rest) -> {
			Map<String, @Nullable Object> tree = new LinkedHashMap<>();
			tree.put("apiVersion", "machinelearning.seldon.io/v1");
			tree.put("kind", "SeldonDeployment");
			tree.put("metadata", Map.of("name", "iris"));
			tree.put("more", rest);
			return tree;
		});
	}

	private static Arbitrary<Object> values(int depth) {
		Arbitrary<Object> leaves = Arbitraries.oneOf(texts().map(Object.class::cast),
				Arbitraries.longs().map(Object.class::cast), Arbitraries.of(true, false).map(Object.class::cast),
				Arbitraries.doubles().filter((number) -> number != Math.rint(number)).map(Object.class::cast));
		if (depth == 0) {
			return leaves;
		}
		Arbitrary<Object> nulls = leaves.injectNull(0.1);
		return Arbitraries.oneOf(nulls, values(depth - 1).list().ofMaxSize(3).map(Object.class::cast),
				Arbitraries.maps(keys(), values(depth - 1)).ofMaxSize(3).map(Object.class::cast));
	}

	private static Arbitrary<String> keys() {
		return texts().filter((text) -> text.length() < 40);
	}

	/** Unicode texts, among them those that look like something else. */
	private static Arbitrary<String> texts() {
		Arbitrary<String> any = Arbitraries.strings()
			.ofMaxLength(20)
			.filter((text) -> !UploadText.hasUnpairedSurrogate(text))
			.map((text) -> text.codePoints()
				.filter(Character::isDefined)
				.mapToObj(Character::toString)
				.collect(Collectors.joining()));
		List<String> odd = List.of("", "yes", "010", "1:30", "~", "null", "1e3", ".inf", "<<", "a: b", "- a", "#", "&a",
				"*a", "!a", " a ", "\ta", "a\nb", "%", "\u0000", "\u0085", "\u2028", "\uFEFF", "😀", "\\", "\"");
		return Arbitraries.oneOf(any, Arbitraries.of(odd));
	}

	/** Quotes every text and no number. */
	private static final class QuotingRepresenter extends Representer {

		QuotingRepresenter(DumperOptions options) {
			super(options);
			this.representers.put(String.class,
					(text) -> representScalar(Tag.STR, (String) text, ScalarStyle.DOUBLE_QUOTED));
		}

	}

}
