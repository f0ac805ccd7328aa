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

/** Checks the permissions of the caller of the current request. */
@Component
public class RunAccess {

	private static final Logger logger = LoggerFactory.getLogger(RunAccess.class);

	private final AuthenticationManager authenticationManager;

	private final AuthorizationManager<Permission> permissions;

	RunAccess(AuthenticationManager authenticationManager, AuthorizationManager<Permission> permissions) {
		this.authenticationManager = authenticationManager;
		this.permissions = permissions;
	}

	/**
	 * Returns the user name of the caller in the cluster.
	 * @return the name; null if callers are not authenticated
	 */
	public @Nullable String caller() {
		return (authentication() instanceof BearerTokenAuthentication token) ? token.getName() : null;
	}

	private static Authentication authentication() {
		return Objects.requireNonNull(SecurityContextHolder.getContext().getAuthentication());
	}

	/**
	 * Rejects the request if the caller may not perform an action.
	 * @throws AccessDeniedException with the {@link org.seldonruns.security.Verdict}
	 * @throws ReviewUnavailableException if the API server cannot decide
	 */
	void require(Action action, String namespace) {
		permissions.verify(RunAccess::authentication, new Permission(action, namespace));
	}

	/**
	 * Rejects the request if the caller may not read the runs of a namespace.
	 * @param namespace the namespace; null if each run is checked on its own
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

	boolean mayRead(RunSnapshot run) {
		return mayReadNamespace(namespace(run));
	}

	/**
	 * Returns whether the caller may read the runs of a namespace. The permission for all
	 * namespaces is checked first, because lists check many namespaces.
	 * @throws ReviewUnavailableException if the API server cannot decide
	 */
	public boolean mayReadNamespace(String namespace) {
		return may(Action.READ, Permission.ALL_NAMESPACES) || may(Action.READ, namespace);
	}

	/**
	 * Removes the lines of container logs and the answers of models from a run if the
	 * caller may not read them.
	 */
	public RunSnapshot redact(RunSnapshot run) {
		RunSnapshot shown = (!run.hasLogs() || may(Action.READ_LOGS, namespace(run))) ? run : run.withoutLogs(
				"container logs are omitted because you lack the permission: get pods/log -n " + namespace(run));
		return (!shown.hasAnswers() || may(Action.PREDICT, namespace(run))) ? shown : shown.withoutAnswers(
				"answers are omitted because you lack the permission: create services/proxy -n " + namespace(run));
	}

	/**
	 * Redacts a run for the response to a change that is already carried out. Errors are
	 * not thrown: the response must report the change as successful.
	 * @return the run as the caller may read it; empty if the caller may not read it or
	 * the API server cannot decide
	 */
	Optional<RunSnapshot> redactIfReadable(RunSnapshot run) {
		try {
			return may(Action.READ, namespace(run)) ? Optional.of(redact(run)) : Optional.empty();
		}
		catch (ReviewUnavailableException ex) {
			return Optional.empty();
		}
	}

	private static String namespace(RunSnapshot run) {
		return run.request().resource().namespace();
	}

	/**
	 * Authenticates and authorizes the caller of an open stream again.
	 * @param namespace the namespace of the stream; null if each run is checked on its
	 * own
	 * @return false if the stream must end: the caller is no longer permitted, or the API
	 * server is unavailable
	 */
	public boolean reauthorize(@Nullable String namespace) {
		try {
			if (authentication() instanceof BearerTokenAuthentication token) {
				// The groups of the caller may have changed.
				SecurityContextHolder.getContext()
					.setAuthentication(authenticationManager
						.authenticate(new BearerTokenAuthenticationToken(token.getToken().getTokenValue())));
			}
			requireToRead(namespace);
			return true;
		}
		catch (AuthenticationException | AccessDeniedException ex) {
			logger.debug("The stream of {} ends: {}", caller(), ex.getMessage());
			return false;
		}
	}

}
