package org.seldonruns.run;

import java.util.concurrent.TimeUnit;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

class RedactionTests {

	private static final String JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N";

	@ParameterizedTest
	@CsvSource(delimiterString = " -> ", quoteCharacter = '`', value = {
			"Get https://bob:geheim@registry.invalid/v2/: 401 -> Get https://***@registry.invalid/v2/: 401",
			"https://bob:ge@heim@registry.invalid/v2 -> https://***@registry.invalid/v2",
			"https://robot@registry.invalid/v2 -> https://***@registry.invalid/v2",
			"https://bob:gehei… -> https://***…",
			"pulling bob:geheim@registry.invalid/iris:1 -> pulling ***@registry.invalid/iris:1",
			"Authorization: Bearer abc.def -> Authorization: Bearer ***",
			"authorization: basic Ym9i -> authorization: basic ***",
			"{\"Authorization\":[\"Bearer geheim\"]} -> {\"Authorization\":[\"Bearer ***\"]}",
			"sent Basic Ym9iOmdlaGVpbXNhY2hl== to it -> sent Basic *** to it", "token=geheim&x=1 -> token=***&x=1",
			"--password=geheim --debug -> --password=*** --debug", "DB_PASSWORD = 'ge heim', -> DB_PASSWORD = '***',",
			"password: geheim -> password: ***", "my_secret=geheim; -> my_secret=***;", "api_key=geheim -> api_key=***",
			"apiKey: geheim -> apiKey: ***", "X-Api-Key: geheim -> X-Api-Key: ***",
			"AWS_SECRET_ACCESS_KEY=ge/heim -> AWS_SECRET_ACCESS_KEY=***", "token: 9f8a7b6c5d4e3f2a1b0c -> token: ***",
			"?X-Amz-Credential=geheim&X-Amz-Signature=ab12 -> ?X-Amz-Credential=***&X-Amz-Signature=***",
			"{\"password\":\"geheim\",\"a\":1} -> {\"password\":\"***\",\"a\":1}",
			"{\"password\" : \"ge\\\"heim\"} -> {\"password\" : \"***\"}",
			"{\\\"token\\\":\\\"geheim\\\"} -> {\\\"token\\\":\\\"***\\\"}",
			"{'secret': 'geheim'} -> {'secret': '***'}", "{\"pwd\":12345} -> {\"pwd\":***}",
			"{\"password\":\"cut in the mid -> {\"password\":\"***",
			"{\"auths\":{\"r.io\":{\"username\":\"bob\",\"auth\":\"Ym9i\"}}} "
					+ "-> {\"auths\":{\"r.io\":{\"username\":\"***\",\"auth\":\"***\"}}}",
			"got " + JWT + ". -> got ***", "key AKIAIOSFODNN7EXAMPLE denied -> key *** denied",
			"ghp_abcdefghijklmnopqrstuvwxyz0123456789 -> ***" })
	void masksCredentials(String text, String masked) {
		assertThat(Redaction.of(text)).isEqualTo(masked);
		assertThat(Redaction.of(masked)).as("a second time").isEqualTo(masked);
	}

	@ParameterizedTest
	@ValueSource(strings = { "",
			"registry.invalid:5000/iris@sha256:4d2a9d1fd3b1a6a9f6d8bf9a06e0d2f75c3f6a4f7d3a4d3c1f7a6c4a4b5d6e7f",
			"docker-pullable://iris:1@sha256:4d2a9d1fd3b1a6a9f6d8bf9a06e0d2f75c3f6a4f7d3a4d3c1f7a6c4a4b5d6e7f",
			"4f8a9534-172e-40ea-a196-46636845477a at 2026-11-22T06:43:12Z",
			"Back-off pulling image \"registry.invalid/no-such-image:1\"",
			"failed to authorize: failed to fetch anonymous token: unexpected status from GET request to "
					+ "https://auth.registry.example/token?scope=repository%3Ano%2Fsuch%3Apull: 401 Unauthorized",
			"Www-Authenticate: Bearer realm=\"https://auth.registry.example/token\"",
			"MountVolume.SetUp failed for volume \"model-secret\" : secret \"s3-credentials\" not found",
			"couldn't find key password in Secret seldon/db", "references non-existent secret key: model.bin",
			"spec.volumes[0].secret.secretName: Required value", "configmap \"token\" not found",
			"exceeded quota: q, requested: secrets=1, used: secrets=10, limited: secrets=10",
			"unmounted volumes=[model-secret], unattached volumes=[model-secret kube-api-access-x7f2p]",
			"User \"system:serviceaccount:seldon:runs\" cannot create resource \"pods\"",
			"basic authentication is not allowed", "authorization failed: no basic auth credentials",
			"Get \"http://10.0.0.7:9000/health/status\": dial tcp 10.0.0.7:9000: connect: connection refused",
			"0/1 nodes are available: persistentvolumeclaim \"missing\" not found. not found" })
	void leavesPlainTextsAsTheyAre(String text) {
		assertThat(Redaction.of(text)).isEqualTo(text);
	}

	static Stream<String> hostileTexts() {
		return Stream
			.of("://", "a:", "://a:b", "@", "://@", "token=", "token:", "token\":\"", "password=\\\"", "\\", "\"",
					"eyJ", "eyJaaaaaaaaaaaa.", "-----BEGIN PRIVATE KEY", "authorization: ", "bearer ", " ", "AKIA", "a")
			.map(part -> part.repeat(1_000_000 / part.length()));
	}

	@ParameterizedTest
	@MethodSource("hostileTexts")
	@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void endsForHostileTexts(String text) {
		assertThat(Redaction.of(text)).isNotEmpty();
	}

	@Test
	void doesNotOverflowOnALongValue() {
		assertThatNoException().isThrownBy(() -> Redaction.of("{\"password\":\"" + "\\\"".repeat(500_000)));
	}

	@Test
	void masksMessagesOfObservationsBeforeTheyAreCut() {
		String message = "a".repeat(1008) + " https://bob:geheimgeheim@registry.invalid";

		assertThat(new Observation("key", "Pod", "iris-0", "Warning", "Failed", message, 1).message())
			.endsWith("a https://***@reg…");
	}

	@Test
	void masksExplanationsAndEvidenceOfDiagnoses() {
		Diagnosis diagnosis = new Diagnosis(Cause.OPERATOR_FAILED, "it said token=geheim",
				List.of("nothing here", "password=geheim"));

		assertThat(diagnosis).isEqualTo(
				new Diagnosis(Cause.OPERATOR_FAILED, "it said token=***", List.of("nothing here", "password=***")));
	}

}
