package org.seldonruns.cluster.adapter;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;

import org.seldonruns.cluster.ApiResponse;
import org.seldonruns.cluster.Caller;
import org.seldonruns.cluster.ResourceAttributes;
import org.seldonruns.cluster.Reviews;
import org.seldonruns.cluster.client.ApiServer;
import org.springframework.stereotype.Component;
import org.springframework.util.CollectionUtils;

/** Implements {@link Reviews} with requests to the API server. */
@Component
final class KubernetesReviews implements Reviews {

	private final ApiServer apiServer;

	KubernetesReviews(ApiServer apiServer) {
		this.apiServer = apiServer;
	}

	@Override
	public ApiResponse<Optional<Caller>> identify(String token, Set<String> audiences) {
		TokenReview review = new TokenReviewBuilder().withNewSpec()
			.withToken(token)
			.withAudiences(List.copyOf(audiences))
			.endSpec()
			.build();
		return apiServer.send("POST", "/apis/authentication.k8s.io/v1/tokenreviews", ApiServer.JSON, review,
				body -> caller(apiServer.read(body, TokenReview.class).getStatus(), audiences));
	}

	// An API server without support for audiences ignores and returns none:
	// https://kubernetes.io/docs/reference/kubernetes-api/, TokenReview.
	private static Optional<Caller> caller(TokenReviewStatus status, Set<String> audiences) {
		boolean meant = audiences.isEmpty() || CollectionUtils.containsAny(status.getAudiences(), audiences);
		return (Boolean.TRUE.equals(status.getAuthenticated()) && meant) ? Optional.of(caller(status.getUser()))
				: Optional.empty();
	}

	private static Caller caller(UserInfo user) {
		return new Caller(Objects.requireNonNull(user.getUsername()), user.getUid(), user.getGroups(),
				(user.getExtra() != null) ? user.getExtra() : Map.of());
	}

	@Override
	public ApiResponse<Boolean> mayDo(Caller caller, ResourceAttributes access) {
		SubjectAccessReview review = new SubjectAccessReviewBuilder().withNewSpec()
			.withUser(caller.name())
			.withUid(caller.uid())
			.withGroups(caller.groups())
			.withExtra(caller.extra())
			.withNewResourceAttributes()
			.withVerb(access.verb())
			.withGroup(access.group())
			.withVersion("*")
			.withResource(access.resource())
			.withSubresource(access.subresource())
			.withNamespace(access.namespace())
			.endResourceAttributes()
			.endSpec()
			.build();
		return apiServer.send("POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", ApiServer.JSON, review,
				body -> Boolean.TRUE.equals(apiServer.read(body, SubjectAccessReview.class).getStatus().getAllowed()));
	}

}
