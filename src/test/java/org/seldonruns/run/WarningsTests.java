package org.seldonruns.run;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WarningsTests {

	private final Warnings warnings = new Warnings();

	@Test
	void storesEachWarningOnceInOrder() {
		assertThat(warnings.add(warning("b"))).isTrue();
		assertThat(warnings.add(warning("a"))).isTrue();
		assertThat(warnings.add(warning("b"))).isFalse();

		assertThat(warnings.list()).extracting(Warning::message).containsExactly("b", "a");
	}

	@Test
	void countsWarningsBeyondTheLimit() {
		IntStream.range(0, Warnings.MAX_WARNINGS + 3).forEach(i -> warnings.add(warning("warning " + i)));

		assertThat(warnings.list()).hasSize(Warnings.MAX_WARNINGS + 1)
			.extracting(Warning::message)
			.startsWith("warning 0")
			.endsWith("warning 99", "More warnings were left out: 3.");
	}

	@Test
	void masksCredentials() {
		assertThat(warning("see https://user:secret@example.org/x").message()).doesNotContain("secret");
	}

	private static Warning warning(String message) {
		return Warning.of(Warning.Source.API_SERVER, message);
	}

}
