package org.seldonruns.security;

import java.util.Objects;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.seldonruns.cluster.Caller;
import org.seldonruns.cluster.ResourceAttributes;
import org.seldonruns.cluster.Reviews;
import org.seldonruns.time.Timekeeper;

import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.stereotype.Component;

/**
 * Authorizes callers by SubjectAccessReviews: a caller needs the same permissions as in
 * the cluster. Without authentication, all actions are permitted.
 */
@Component
final class AccessReviews implements AuthorizationManager<Permission> {

	private final Reviews reviews;

	private final SecurityMode mode;

	private final ReviewCache<ReviewKey, Boolean> verdicts;

	AccessReviews(Reviews reviews, SecuritySettings settings, Timekeeper timekeeper) {
		this.reviews = reviews;
		this.mode = settings.mode();
		this.verdicts = new ReviewCache<>(settings, timekeeper, Boolean::booleanValue);
	}

	/**
	 * Checks a permission.
	 * @throws ReviewUnavailableException if the API server cannot decide
	 */
	@Override
	public Verdict authorize(Supplier<? extends @Nullable Authentication> authentication, Permission permission) {
		if (mode == SecurityMode.NONE) {
			return Verdict.GRANTED;
		}
		Caller caller = caller(Objects.requireNonNull(authentication.get()));
		return new Verdict(permission.action()
			.requiredAccess(permission.namespace())
			.filter(access -> !mayDo(caller, access))
			.map(ResourceAttributes::toString)
			.toList());
	}

	private static Caller caller(Authentication authentication) {
		OAuth2AuthenticatedPrincipal principal = (OAuth2AuthenticatedPrincipal) Objects
			.requireNonNull(authentication.getPrincipal());
		return Objects.requireNonNull(principal.<Caller>getAttribute(TokenReviews.CALLER));
	}

	private boolean mayDo(Caller caller, ResourceAttributes access) {
		return verdicts.find(new ReviewKey(caller, access), () -> reviews.mayDo(caller, access));
	}

	private record ReviewKey(Caller caller, ResourceAttributes access) {
	}

}
