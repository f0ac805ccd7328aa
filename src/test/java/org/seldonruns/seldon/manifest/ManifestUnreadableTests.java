package org.seldonruns.seldon.manifest;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.seldonruns.seldon.manifest.ManifestException.Kind;
import org.seldonruns.seldon.manifest.ManifestException.Violation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class ManifestUnreadableTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "\uFEFF", " \n\n", "# only a comment", "---", "---\n---\n", "~", "null\n---\n", "\t" })
	void emptyUploadIsRejected(String upload) {
		assertThat(refusal(upload, null, null)).hasMessageContaining("empty");
	}

	static Stream<Arguments> texts() {
		return Stream.of(arguments("a: 1\nb: x\u0000y", 2, 5, "U+0000"),
				arguments("{\"a\": \"\u0000\"}", 1, 8, "U+0000"), arguments("a: \u0007", 1, 4, "U+0007"),
				arguments("a: \u007F", 1, 4, "U+007F"), arguments("a: 1\r\n\r\nb: é\u0085\u009B", 3, 6, "U+009B"),
				arguments("😀: \uFFFF", 1, 4, "U+FFFF"), arguments("a:\n\tb: 1", 2, 1, "tabs for indentation"),
				arguments("a:\n  b: 1\n\tc: 2", 3, 1, "tabs for indentation"),
				arguments("\ta: 1", 1, 1, "tabs for indentation"),
				arguments("a:\tb", 1, 3, "does not allow a tab here"),
				arguments("a: 1\na: 2", 2, 1, "Duplicate key \"a\""),
				arguments("a: {b: 1, c: 2, b: 3}", 1, 17, "Duplicate key \"b\""),
				arguments("1: a\n\"1\": b", 2, 1, "Duplicate key \"1\""),
				arguments("{\"a\": 1,\n \"a\": 2}", 2, 2, "Duplicate key \"a\""),
				arguments("a: !!java.net.URL x", 1, 4, "\"!!java.net.URL\""),
				arguments("a: !!java.net.URL [x]", 1, 4, "\"!!java.net.URL\""),
				arguments("!!javax.script.ScriptEngineManager [!!java.net.URL [x]]", 1, 1,
						"\"!!javax.script.ScriptEngineManager\""),
				arguments("a: !custom {b: 1}", 1, 4, "\"!custom\""),
				arguments("a: !!binary aGk=", 1, 4, "\"!!binary\""),
				arguments("a: !!timestamp 2001-12-14", 1, 4, "\"!!timestamp\""),
				arguments("a: !!set {b, c}", 1, 4, "\"!!set\""), arguments("a: !!str [b]", 1, 4, "\"!!str\""),
				arguments("a: !!map [b]", 1, 4, "\"!!map\""),
				arguments("a: !!int x", 1, 4, "\"x\" is not a valid value"),
				arguments("a: .inf", 1, 4, "JSON has no infinity"), arguments("a: [1, .nan]", 1, 8, "no NaN"),
				arguments("a: &b .inf\nc: *b", 1, 4, "JSON has no infinity"), arguments("a: *b", 1, 4, "anchor \"b\""),
				arguments("a: &b [1, *b]", 1, 11, "contains itself"),
				arguments("a: &b {c: {d: *b}}", 1, 15, "contains itself"),
				arguments("{[a]: b}", 1, 2, "Invalid mapping key: a list"),
				arguments("a: {{ name }}", 1, 5, "render the template"),
				arguments("~: b", 1, 1, "Invalid mapping key: null"), arguments("<<: 1", 1, 5, "The value of <<"),
				arguments("a: b: c", 1, 5, "mapping values are not allowed"),
				arguments("a: [1, 2\nb: 3", 2, 2, "expected ',' or ']'"), arguments("a: 'x", 1, 6, "end of stream"),
				arguments("a: \"\\q\"", 1, 6, "escape"), arguments("a: @b", 1, 4, "cannot start any token"),
				arguments("a: \"\\uD83D\"", 1, 4, "unpaired surrogate"),
				arguments("{\"a\": \"\\uD83D\"}", 1, 7, "unpaired surrogate"),
				arguments("{\"a\": 1,,}", 1, 9, "Invalid JSON"), arguments("{\"a\": 1", 1, 8, "Invalid JSON"),
				arguments("{\"a\"\n:\n tru}", 3, 2, "Invalid JSON"), arguments("{a: [1}", 1, 7, "Invalid YAML"),
				arguments("{\"a\": 1e400}", 1, 7, "too large"),
				arguments("{\"a\": " + "9".repeat(999) + "}", 1, 7, "too large"),
				arguments("{\"a\": 1} x", 1, 10, "Invalid JSON"));
	}

	@ParameterizedTest
	@MethodSource("texts")
	void invalidTextIsRejectedWithItsPosition(String upload, int line, int column, String expected) {
		assertThat(refusal(upload, line, column)).hasMessageContaining(expected);
	}

	@Test
	void invalidUtf8IsRejectedWithItsPosition() {
		byte[] upload = "a: 1\nbé: ".getBytes(StandardCharsets.UTF_8);
		byte[] latin1 = "ü".getBytes(StandardCharsets.ISO_8859_1);
		byte[] joined = new byte[upload.length + 1];
		System.arraycopy(upload, 0, joined, 0, upload.length);
		joined[upload.length] = latin1[0];

		assertThat(refusal(joined, 2, 5)).hasMessageContaining("0xFC at offset 10");
	}

	@Test
	void otherMalformedBytesAreRejected() {
		assertThat(refusal(new byte[] { 'a', (byte) 0xC3 }, 1, 2)).hasMessageContaining("0xC3 at offset 1");
		assertThat(refusal(new byte[] { (byte) 0xC0, (byte) 0x80 }, 1, 1)).hasMessageContaining("0xC0");
		assertThat(refusal(new byte[] { (byte) 0xED, (byte) 0xA0, (byte) 0x80 }, 1, 1)).hasMessageContaining("0xED");
		assertThat(refusal("a: b".getBytes(StandardCharsets.UTF_16), 1, 1)).hasMessageContaining("UTF-16");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"a\": ", "{a: ", "[", "[\n\t", "- ", "a:\n" })
	void deepNestingIsRejected(String level) {
		StringBuilder upload = new StringBuilder();
		for (int i = 0; i < 5_000; i++) {
			upload.append(level.endsWith("\n") ? " ".repeat(i % 100) : "").append(level);
		}
		ManifestException refusal = refusal(upload.toString().getBytes(StandardCharsets.UTF_8));

		assertThat(refusal.kind()).isEqualTo(Kind.UNREADABLE);
		if (!level.endsWith("\n")) {
			assertThat(refusal).hasMessageContaining("deeper than 50");
		}
	}

	@Test
	void fiftyLevelsAreRead() {
		assertThat(Uploads.value("[".repeat(49) + "]".repeat(49))).isNotNull();
		assertThat(refusal("v: " + "[".repeat(50) + "]".repeat(50), 1, 53)).hasMessageContaining("deeper than 50");
	}

	@Test
	void aliasesCountTowardsTheDepth() {
		assertThat(refusal("a: &a " + "[".repeat(30) + "]".repeat(30) + "\nb: " + "[".repeat(25) + "*a", 2, 29))
			.hasMessageContaining("deeper than 50");
	}

	@Test
	void exponentialAliasesAreRejected() {
		StringBuilder upload = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
		for (int i = 1; i < 8; i++) {
			upload.append("a%d: &a%d [%s]%n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(10)));
		}

		assertThat(refusal(upload.toString(), 5, 38)).hasMessageContaining("more than 100,000 values");
	}

	@Test
	void longStringsRepeatedByAliasesAreRejected() {
		String upload = "a: &a " + "x".repeat(500_000) + "\nb: [" + "*a, ".repeat(10) + "]";

		assertThat(refusal(upload, 2, 17)).hasMessageContaining("more than 2,097,152 characters");
	}

	@Test
	void manyMergesAreRejected() {
		StringBuilder upload = new StringBuilder("a: &a {");
		for (int i = 0; i < 1_000; i++) {
			upload.append("k%d: v, ".formatted(i));
		}
		upload.append("}\nb:\n").append("- {<<: *a}\n".repeat(1_000));

		assertThat(refusal(upload.toString().getBytes(StandardCharsets.UTF_8)))
			.hasMessageContaining("more than 100,000 values");
	}

	@Test
	void largeUploadIsRejected() {
		assertThat(refusal("#".repeat(Manifest.MAX_BYTES + 1), null, null)).hasMessageContaining("1,048,576");
		assertThat(Uploads.parse(Uploads.HEAD + "#".repeat(Manifest.MAX_BYTES - Uploads.HEAD.length())).name())
			.isEqualTo("iris");
	}

	private static ManifestException refusal(String upload, @Nullable Integer line, @Nullable Integer column) {
		return refusal(upload.getBytes(StandardCharsets.UTF_8), line, column);
	}

	private static ManifestException refusal(byte[] upload, @Nullable Integer line, @Nullable Integer column) {
		ManifestException refusal = refusal(upload);
		assertThat(refusal.kind()).isEqualTo(Kind.UNREADABLE);
		Violation violation = refusal.violations().getFirst();
		assertThat(violation).extracting(Violation::pointer, Violation::line, Violation::column)
			.as(refusal.getMessage())
			.containsExactly(null, line, column);
		return refusal;
	}

	private static ManifestException refusal(byte[] upload) {
		return Objects.requireNonNull(catchThrowableOfType(ManifestException.class, () -> Manifest.parse(upload)));
	}

}
