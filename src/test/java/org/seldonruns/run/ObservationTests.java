package org.seldonruns.run;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ObservationTests {

	@Test
	void keepsAMessageOfTheLengthThatKubernetesAllows() {
		assertThat(observed("a".repeat(1024))).isEqualTo("a".repeat(1024));
	}

	@Test
	void cutsALongerMessage() {
		assertThat(observed("a".repeat(1025))).isEqualTo("a".repeat(1024) + "…");
	}

	@Test
	void neverCutsThroughACharacter() {
		String message = observed("a".repeat(1023) + "😀".repeat(10));

		assertThat(message).isEqualTo("a".repeat(1023) + "…");
		assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(message)).isTrue();
	}

	private static String observed(String message) {
		return new Observation("key", "Pod", "iris-0", Observation.WARNING, "BackOff", message, 1).message();
	}

}
