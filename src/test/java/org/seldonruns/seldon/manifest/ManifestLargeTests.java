package org.seldonruns.seldon.manifest;

import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** The largest uploads of any shape are judged, with a refusal of bounded length. */
class ManifestLargeTests {

	static Stream<Arguments> uploads() {
		Stream<Arguments> repeated = Stream
			.of("[", "{", "- ", "? ", "a: ", "a ", "\n", " ", "\t", "#", "# \n", "---\n", "--- a\n", "!", "!a ", "&a ",
					"*a ", "\"", "\"a\n", "'a\n", "a\n ", "|\n", "| \n a\n\n", "%a\n", "[a],", "{a: b},", "0", "1_",
					"a: b\n", "\\", "\\x41", "😀", "\r", "\u0085", "\u2028", ":", ",", "]", "'", "''", "...\n", ".",
					"1e", "<<: ", "&a [*a,", "\uFEFF", "a:", "\u0001", "\u007F", "~", "- - - - - - -\n")
			.map((piece) -> arguments(piece, whole(piece)));
		return Stream.concat(repeated, Stream.of(arguments("digits", Uploads.HEAD + "v: " + "9".repeat(1_000_000)),
				arguments("octal digits", Uploads.HEAD + "v: 0" + "7".repeat(1_000_000)),
				arguments("digits with a fraction", Uploads.HEAD + "v: ." + "1_".repeat(500_000) + "1"),
				arguments("digits of JSON", "{\"v\": " + "9".repeat(1_000_000) + "}"),
				arguments("a long text", Uploads.HEAD + "v: \"" + "a\\n".repeat(300_000) + '"'),
				arguments("a long plain text", Uploads.HEAD + "v: " + "a\n  ".repeat(250_000)),
				arguments("a long block", Uploads.HEAD + "v: |\n" + "  a\n".repeat(250_000)),
				arguments("a long name", "metadata: {name: " + "a-.".repeat(300_000) + "}"),
				arguments("keys", Uploads.HEAD + lines((i) -> "k" + i + ": 1\n", 45_000)),
				arguments("anchors", Uploads.HEAD + "v:\n" + lines((i) -> "- &k" + i + " *k" + (i - 1) + "\n", 40_000)),
				arguments("keys of JSON", lines((i) -> "\"k" + i + "\": [{}],\n", 30_000)),
				arguments("merges", Uploads.HEAD + "v: {" + lines((i) -> "<<: {k" + i + ": 1}, ", 20_000) + "}"),
				arguments("numbers as labels",
						Uploads.HEAD.replace("}", ", labels: {" + lines((i) -> "k" + i + ": 1, ", 40_000) + "}}")),
				arguments("predictors", Uploads.HEAD + "spec: {predictors: [" + "1,".repeat(90_000) + "]}")));
	}

	@ParameterizedTest
	@MethodSource("uploads")
	void largeManifestIsValidated(String shape, String upload) {
		assertThat(upload.length()).isGreaterThan(100_000);
		byte[] bytes = upload.getBytes(StandardCharsets.UTF_8);

		try {
			assertThat(Manifest.parse(bytes).name()).isEqualTo("iris");
		}
		catch (ManifestException refusal) {
			assertThat(refusal.getMessage()).hasSizeLessThan(1_000);
		}

	}

	private static String whole(String piece) {
		return piece.repeat(Manifest.MAX_BYTES / piece.getBytes(StandardCharsets.UTF_8).length);
	}

	private static String lines(IntFunction<String> line, int count) {
		return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining());
	}

}
