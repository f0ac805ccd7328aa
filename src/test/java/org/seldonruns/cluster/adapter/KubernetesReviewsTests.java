package org.seldonruns.cluster.adapter;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.http.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seldonruns.cluster.ApiResponse;
import org.seldonruns.cluster.Caller;
import org.seldonruns.cluster.ResourceAttributes;
import org.seldonruns.cluster.Reviews;
import org.seldonruns.cluster.ScriptedServer;
import org.seldonruns.cluster.client.ApiServer;

import static org.assertj.core.api.Assertions.assertThat;

class KubernetesReviewsTests {

	private static final Caller ANN = new Caller("ann", "u1", List.of("team", "system:authenticated"),
			Map.of("scopes", List.of("a", "b")));

	private static final String KNOWN = """
			"authenticated": true, "user": {"username": "ann", "uid": "u1", "groups": ["team", "system:authenticated"],
			"extra": {"scopes": ["a", "b"]}}""";

	private static final String TOKEN_REVIEWS = "/apis/authentication.k8s.io/v1/tokenreviews";

	private static final String ACCESS_REVIEWS = "/apis/authorization.k8s.io/v1/subjectaccessreviews";

	private final KubernetesMockServer server = start();

	private final KubernetesClient client = server.createClient();

	private final Reviews reviews = new KubernetesReviews(new ApiServer(client, ScriptedServer.SETTINGS));

	private static KubernetesMockServer start() {
		KubernetesMockServer started = new KubernetesMockServer(false);
		started.init();
		return started;
	}

	@AfterEach
	void close() {
		client.close();
		server.destroy();
	}

	private void respondWith(String path, String body) {
		server.expect().post().withPath(path).andReturn(201, body).once();
	}

	private RecordedRequest request() throws InterruptedException {
		assertThat(server.getRequestCount()).isOne();
		return Objects.requireNonNull(server.takeRequest(1, TimeUnit.MINUTES));
	}

	@Test
	void returnsAuthenticatedCaller() throws InterruptedException {
		respondWith(TOKEN_REVIEWS, tokenReview(KNOWN));

		assertThat(reviews.identify("secret", Set.of())).isEqualTo(accepted(Optional.of(ANN)));
		assertThat(request().getBody().readUtf8()).contains("\"kind\":\"TokenReview\"",
				"\"spec\":{\"token\":\"secret\"}");
	}

	@Test
	void acceptsCallerWithNameOnly() {
		respondWith(TOKEN_REVIEWS, tokenReview("\"authenticated\": true, \"user\": {\"username\": \"bob\"}"));

		assertThat(reviews.identify("secret", Set.of()))
			.isEqualTo(accepted(Optional.of(new Caller("bob", null, List.of(), Map.of()))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\"authenticated\": false", "\"error\": \"token has expired\"",
			"\"authenticated\": false, \"user\": {\"username\": \"ann\"}" })
	void returnsNoCallerIfTokenIsRejected(String status) {
		respondWith(TOKEN_REVIEWS, tokenReview(status));

		assertThat(reviews.identify("secret", Set.of())).isEqualTo(accepted(Optional.empty()));
	}

	@Test
	void requiresTokenForOneOfTheAudiences() throws InterruptedException {
		respondWith(TOKEN_REVIEWS, tokenReview(KNOWN + ", \"audiences\": [\"runs\"]"));
		assertThat(reviews.identify("secret", Set.of("runs", "jobs"))).isEqualTo(accepted(Optional.of(ANN)));
		assertThat(request().getBody().readUtf8())
			.containsPattern("\"audiences\":\\[\"(runs\",\"jobs|jobs\",\"runs)\"");

		respondWith(TOKEN_REVIEWS, tokenReview(KNOWN + ", \"audiences\": [\"other\"]"));
		assertThat(reviews.identify("secret", Set.of("runs"))).isEqualTo(accepted(Optional.empty()));
	}

	@Test
	void rejectsTokenIfApiServerIgnoresAudiences() {
		respondWith(TOKEN_REVIEWS, tokenReview(KNOWN));

		assertThat(reviews.identify("secret", Set.of("runs"))).isEqualTo(accepted(Optional.empty()));
	}

	@Test
	void sendsSubjectAccessReview() throws InterruptedException {
		respondWith(ACCESS_REVIEWS, "{\"status\": {\"allowed\": true}}");

		assertThat(reviews.mayDo(ANN, new ResourceAttributes("get", "", "pods", "log", "team")))
			.isEqualTo(accepted(true));
		assertThat(request().getBody().readUtf8()).contains("\"user\":\"ann\"", "\"uid\":\"u1\"",
				"\"groups\":[\"team\",\"system:authenticated\"]", "\"extra\":{\"scopes\":[\"a\",\"b\"]}",
				"\"verb\":\"get\"", "\"group\":\"\"", "\"resource\":\"pods\"", "\"subresource\":\"log\"",
				"\"namespace\":\"team\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"status\": {\"allowed\": false}}", "{\"status\": {}}",
			"{\"status\": {\"allowed\": false, \"evaluationError\": \"role not found\"}}" })
	void deniesUnlessExplicitlyAllowed(String answer) {
		respondWith(ACCESS_REVIEWS, answer);

		assertThat(reviews.mayDo(ANN, new ResourceAttributes("get", "", "pods", "log", "team")))
			.isEqualTo(accepted(false));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "nonsense", "[]", "{\"status\": {\"allowed\": \"perhaps\"}}" })
	void unreadableResponseIsUnavailable(String answer) {
		respondWith(ACCESS_REVIEWS, answer);

		assertThat(reviews.mayDo(ANN, new ResourceAttributes("get", "", "pods", "log", "team")))
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
