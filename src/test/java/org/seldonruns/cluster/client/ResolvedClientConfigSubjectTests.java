package org.seldonruns.cluster.client;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ResolvedClientConfigSubjectTests {

	@Test
	void returnsSubject() {
		assertThat(ResolvedClientConfig.subject(token("{\"sub\": \"system:serviceaccount:seldon-runs:seldon-runs\"}")))
			.contains("system:serviceaccount:seldon-runs:seldon-runs");
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "secret", "a.b", "a.!.c", "a..c" })
	void returnsNothingForInvalidToken(String token) {
		assertThat(ResolvedClientConfig.subject(token)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "[]", "{\"sub\": \"\"}", "no JSON" })
	void returnsNothingWithoutSubject(String payload) {
		assertThat(ResolvedClientConfig.subject(token(payload))).isEmpty();
	}

	private static String token(String payload) {
		return "header."
				+ Base64.getUrlEncoder().withoutPadding().encodeToString(payload.getBytes(StandardCharsets.UTF_8))
				+ ".signature";
	}

}
