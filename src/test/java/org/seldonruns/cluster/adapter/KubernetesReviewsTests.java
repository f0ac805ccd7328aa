package org.seldonruns.cluster.adapter;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seldonruns.cluster.Access;
import org.seldonruns.cluster.ApiResponse;
import org.seldonruns.cluster.Caller;
import org.seldonruns.cluster.Reviews;
import org.seldonruns.cluster.ScriptedServer;

import static org.assertj.core.api.Assertions.assertThat;

class KubernetesReviewsTests {

	private static final Caller ANN = new Caller("ann", "u1", List.of("team", "system:authenticated"),
			Map.of("scopes", List.of("a", "b")));

	private static final String KNOWN = """
			"authenticated": true, "user": {"username": "ann", "uid": "u1", "groups": ["team", "system:authenticated"],
			"extra": {"scopes": ["a", "b"]}}""";

	private final ScriptedServer server = new ScriptedServer();

	private final Reviews reviews = new KubernetesReviews(server.client(), server.apiServer());

	@AfterEach
	void close() {
		server.close();
	}

	@Test
	void knowsTheCallerWhomTheApiServerKnows() {
		server.answers(201, tokenReview(KNOWN));

		assertThat(reviews.identify("secret", Set.of())).isEqualTo(accepted(Optional.of(ANN)));
		assertThat(server.asked()).singleElement().satisfies(asked -> {
			assertThat(asked.method()).isEqualTo("POST");
			assertThat(asked.target()).isEqualTo("/apis/authentication.k8s.io/v1/tokenreviews");
			assertThat(asked.body()).contains("\"kind\":\"TokenReview\"", "\"spec\":{\"token\":\"secret\"}");
		});
	}

	@Test
	void knowsACallerOfWhomTheApiServerTellsNothingButTheName() {
		server.answers(201, tokenReview("\"authenticated\": true, \"user\": {\"username\": \"bob\"}"));

		assertThat(reviews.identify("secret", Set.of()))
			.isEqualTo(accepted(Optional.of(new Caller("bob", null, List.of(), Map.of()))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\"authenticated\": false", "\"error\": \"token has expired\"",
			"\"authenticated\": false, \"user\": {\"username\": \"ann\"}" })
	void doesNotKnowWhomTheApiServerDoesNotKnow(String status) {
		server.answers(201, tokenReview(status));

		assertThat(reviews.identify("secret", Set.of())).isEqualTo(accepted(Optional.empty()));
	}

	@Test
	void wantsATokenThatIsMeantForOneOfTheAudiences() {
		server.answers(201, tokenReview(KNOWN + ", \"audiences\": [\"runs\"]"));
		assertThat(reviews.identify("secret", Set.of("runs", "jobs"))).isEqualTo(accepted(Optional.of(ANN)));
		assertThat(server.asked().getFirst().body())
			.containsPattern("\"audiences\":\\[\"(runs\",\"jobs|jobs\",\"runs)\"");

		server.answers(201, tokenReview(KNOWN + ", \"audiences\": [\"other\"]"));
		assertThat(reviews.identify("secret", Set.of("runs"))).isEqualTo(accepted(Optional.empty()));
	}

	@Test
	void trustsNoApiServerThatKnowsNoAudiences() {
		server.answers(201, tokenReview(KNOWN));

		assertThat(reviews.identify("secret", Set.of("runs"))).isEqualTo(accepted(Optional.empty()));
	}

	@Test
	void asksWhatTheCallerMayDo() {
		server.answers(201, "{\"status\": {\"allowed\": true}}");

		assertThat(reviews.mayDo(ANN, new Access("get", "", "pods", "log", "team"))).isEqualTo(accepted(true));
		assertThat(server.asked()).singleElement().satisfies(asked -> {
			assertThat(asked.target()).isEqualTo("/apis/authorization.k8s.io/v1/subjectaccessreviews");
			assertThat(asked.body()).contains("\"user\":\"ann\"", "\"uid\":\"u1\"",
					"\"groups\":[\"team\",\"system:authenticated\"]", "\"extra\":{\"scopes\":[\"a\",\"b\"]}",
					"\"verb\":\"get\"", "\"group\":\"\"", "\"resource\":\"pods\"", "\"subresource\":\"log\"",
					"\"namespace\":\"team\"");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"status\": {\"allowed\": false}}", "{\"status\": {}}",
			"{\"status\": {\"allowed\": false, \"evaluationError\": \"role not found\"}}" })
	void doesNotTakeAnythingElseForAYes(String answer) {
		server.answers(201, answer);

		assertThat(reviews.mayDo(ANN, new Access("get", "", "pods", "log", "team"))).isEqualTo(accepted(false));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "nonsense", "[]", "{\"status\": {\"allowed\": \"perhaps\"}}" })
	void takesAnAnswerThatCannotBeReadForNone(String answer) {
		server.answers(201, answer);

		assertThat(reviews.mayDo(ANN, new Access("get", "", "pods", "log", "team")))
			.isInstanceOf(ApiResponse.Unavailable.class);
	}

	private static String tokenReview(String status) {
		return "{\"apiVersion\": \"authentication.k8s.io/v1\", \"kind\": \"TokenReview\", \"status\": {" + status
				+ "}}";
	}

	private static <T> ApiResponse<T> accepted(T value) {
		return new ApiResponse.Accepted<>(value, List.of());
	}

}
