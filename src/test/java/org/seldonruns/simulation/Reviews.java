package org.seldonruns.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * Answers reviews of callers. The token {@code token-of-NAME} authenticates NAME for
 * every audience, any other token nobody, and every caller may do everything.
 */
final class Reviews {

	private static final String TOKEN = "token-of-";

	private Reviews() {
	}

	/**
	 * Answers a review.
	 * @return the review with its status; null if the path is not one of a review
	 */
	static @Nullable JsonNode find(String path, HttpCall request) {
		return switch (path) {
			case "/apis/authentication.k8s.io/v1/tokenreviews" -> tokenReview(body(request));
			case "/apis/authorization.k8s.io/v1/subjectaccessreviews" -> accessReview(body(request));
			default -> null;
		};
	}

	private static ObjectNode body(HttpCall request) {
		return (ObjectNode) Json.read(request.body().text());
	}

	private static ObjectNode tokenReview(ObjectNode review) {
		String token = review.path("spec").path("token").asText();
		ObjectNode status = review.putObject("status").put("authenticated", token.startsWith(TOKEN));
		if (token.startsWith(TOKEN)) {
			status.putObject("user").put("username", token.substring(TOKEN.length()));
			status.set("audiences", review.path("spec").path("audiences"));
		}
		return review;
	}

	private static ObjectNode accessReview(ObjectNode review) {
		review.putObject("status").put("allowed", true);
		return review;
	}

}
