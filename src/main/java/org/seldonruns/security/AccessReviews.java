package org.seldonruns.security;

import java.util.Objects;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.seldonruns.cluster.Access;
import org.seldonruns.cluster.Caller;
import org.seldonruns.cluster.Reviews;
import org.seldonruns.time.Timekeeper;

import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.stereotype.Component;

/**
 * Tells by the API server what callers may do: through this service nobody does what he
 * could not do himself. Where callers do not say who they are, they may do all.
 */
@Component
final class AccessReviews implements AuthorizationManager<Permission> {

	private final Reviews reviews;

	private final SecurityMode mode;

	private final RememberedReviews<Question, Boolean> verdicts;

	AccessReviews(Reviews reviews, SecuritySettings settings, Timekeeper timekeeper) {
		this.reviews = reviews;
		this.mode = settings.mode();
		this.verdicts = new RememberedReviews<>(settings, timekeeper, Boolean::booleanValue);
	}

	/**
	 * Asks for a permission.
	 * @param authentication who asks
	 * @param permission what for
	 * @return what is missing
	 * @throws ReviewUnavailableException where the API server could not be asked
	 */
	@Override
	public Verdict authorize(Supplier<? extends @Nullable Authentication> authentication, Permission permission) {
		if (mode == SecurityMode.NONE) {
			return Verdict.GRANTED;
		}
		Caller caller = caller(Objects.requireNonNull(authentication.get()));
		return new Verdict(permission.action()
			.needs(permission.namespace())
			.filter(access -> !mayDo(caller, access))
			.map(Access::toString)
			.toList());
	}

	private static Caller caller(Authentication authentication) {
		OAuth2AuthenticatedPrincipal principal = (OAuth2AuthenticatedPrincipal) Objects
			.requireNonNull(authentication.getPrincipal());
		return Objects.requireNonNull(principal.<Caller>getAttribute(TokenReviews.CALLER));
	}

	private boolean mayDo(Caller caller, Access access) {
		return verdicts.find(new Question(caller, access), () -> reviews.mayDo(caller, access));
	}

	/**
	 * What is asked of the API server.
	 *
	 * @param caller who
	 * @param access what
	 */
	private record Question(Caller caller, Access access) {
	}

}
