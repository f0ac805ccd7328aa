package org.seldonruns.web.run;

import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthentication;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.stereotype.Component;

import org.seldonruns.run.RunSnapshot;
import org.seldonruns.security.Action;
import org.seldonruns.security.Permission;
import org.seldonruns.security.ReviewUnavailableException;

/** What the caller of the request that this thread serves may do with runs. */
@Component
public class RunAccess {

	private static final Logger logger = LoggerFactory.getLogger(RunAccess.class);

	private final AuthenticationManager callers;

	private final AuthorizationManager<Permission> permissions;

	RunAccess(AuthenticationManager callers, AuthorizationManager<Permission> permissions) {
		this.callers = callers;
		this.permissions = permissions;
	}

	/**
	 * Who calls.
	 * @return the name by which the API server knows the caller; none where callers do
	 * not say who they are
	 */
	public @Nullable String caller() {
		return (authentication() instanceof BearerTokenAuthentication known) ? known.getName() : null;
	}

	private static Authentication authentication() {
		return Objects.requireNonNull(SecurityContextHolder.getContext().getAuthentication());
	}

	/**
	 * Refuses the request where the caller may not do something.
	 * @param action what
	 * @param namespace where
	 * @throws AccessDeniedException with the {@link org.seldonruns.security.Verdict}
	 * @throws org.seldonruns.security.ReviewUnavailableException where nobody can say
	 */
	void require(Action action, String namespace) {
		permissions.verify(RunAccess::authentication, new Permission(action, namespace));
	}

	/**
	 * Refuses the request where the caller asks for runs that he may not read.
	 * @param namespace whose runs he asks for; none means for those that he may read
	 */
	public void requireToRead(@Nullable String namespace) {
		if (namespace != null) {
			require(Action.READ, namespace);
		}
	}

	private boolean may(Action action, String namespace) {
		return Objects
			.requireNonNull(permissions.authorize(RunAccess::authentication, new Permission(action, namespace)))
			.isGranted();
	}

	/**
	 * Whether the caller may read a run.
	 * @param run the run
	 * @return whether he may
	 * @throws org.seldonruns.security.ReviewUnavailableException where nobody can say
	 */
	boolean mayRead(RunSnapshot run) {
		return mayReadIn(namespace(run));
	}

	/**
	 * Tells whether the caller may read the runs of a namespace that may be one of many:
	 * the permission for all namespaces is asked for first.
	 * @param namespace the namespace
	 * @return whether he may
	 * @throws org.seldonruns.security.ReviewUnavailableException where nobody can say
	 */
	public boolean mayReadIn(String namespace) {
		return may(Action.READ, Permission.ALL_NAMESPACES) || may(Action.READ, namespace);
	}

	/**
	 * A run, which the caller may read, as he may read it.
	 * @param run the run
	 * @return the same, without lines of logs where he may not read those
	 */
	public RunSnapshot shown(RunSnapshot run) {
		return (!run.hasLogs() || may(Action.READ_LOGS, namespace(run))) ? run : run.withoutLogs(
				"lines of containers' logs are left out for you, who may not: get pods/log -n " + namespace(run));
	}

	/**
	 * A run for the answer to what the caller has already done to it, which is not to
	 * fail any more.
	 * @param run the run
	 * @return the run as he may read it; empty where he may not, or nobody can say
	 */
	Optional<RunSnapshot> shownAfterwards(RunSnapshot run) {
		try {
			return may(Action.READ, namespace(run)) ? Optional.of(shown(run)) : Optional.empty();
		}
		catch (ReviewUnavailableException ex) {
			return Optional.empty();
		}
	}

	private static String namespace(RunSnapshot run) {
		return run.request().resource().namespace();
	}

	/**
	 * Judges the caller of a long answer anew.
	 * @param namespace where he has to be allowed to read runs; none where that is asked
	 * for each of them
	 * @return whether the answer may go on; it may not where nobody can say
	 */
	public boolean isStillGranted(@Nullable String namespace) {
		try {
			if (authentication() instanceof BearerTokenAuthentication known) {
				// With the groups that he is in by now.
				SecurityContextHolder.getContext()
					.setAuthentication(
							callers.authenticate(new BearerTokenAuthenticationToken(known.getToken().getTokenValue())));
			}
			requireToRead(namespace);
			return true;
		}
		catch (AuthenticationException | AccessDeniedException ex) {
			logger.debug("A stream of {} ends: {}", caller(), ex.getMessage());
			return false;
		}
	}

}
