package org.seldonruns.web.protection;

import java.io.IOException;
import java.util.Objects;
import java.util.Set;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthentication;
import org.springframework.web.filter.OncePerRequestFilter;

import org.seldonruns.run.Redaction;
import org.seldonruns.run.request.ResourceName;
import org.seldonruns.run.Run;
import org.seldonruns.web.text.PrintableText;

/**
 * Logs a line for each request that can change something, for each response with status
 * 401, 403 or 421, and for each stream whose caller lost its permission: the caller, the
 * request, the resource and the result.
 */
public final class AuditTrail extends OncePerRequestFilter {

	/** The name of the logger. */
	public static final String NAME = "org.seldonruns.audit";

	private static final Logger audit = LoggerFactory.getLogger(NAME);

	private static final Set<String> READ_ONLY = Set.of(HttpMethod.GET.name(), HttpMethod.HEAD.name(),
			HttpMethod.OPTIONS.name());

	private static final Set<Integer> REJECTED = Set.of(HttpStatus.UNAUTHORIZED.value(), HttpStatus.FORBIDDEN.value(),
			HttpStatus.MISDIRECTED_REQUEST.value());

	private static final String RESOURCE = AuditTrail.class.getName() + ".resource";

	private static final String RUN = AuditTrail.class.getName() + ".run";

	private static final String REVOKED = AuditTrail.class.getName() + ".revoked";

	/** Records the namespace of a request before its resource is known. */
	public static void record(HttpServletRequest request, String namespace) {
		request.setAttribute(RESOURCE, namespace);
	}

	public static void record(HttpServletRequest request, ResourceName resource) {
		request.setAttribute(RESOURCE, resource.namespace() + "/" + resource.name());
	}

	public static void record(HttpServletRequest request, Run run) {
		record(request, run.request().resource());
		request.setAttribute(RUN, run.id());
	}

	/** Records that the stream ends because the caller is no longer authorized. */
	public static void recordRevoked(HttpServletRequest request) {
		request.setAttribute(REVOKED, true);
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		// After an exception, the server responds later.
		int result = HttpStatus.INTERNAL_SERVER_ERROR.value();
		try {
			chain.doFilter(request, response);
			result = response.getStatus();
		}
		finally {
			finished(request, result);
		}
	}

	/** Logs a request unless it only reads and was not rejected. */
	static void finished(HttpServletRequest request, int result) {
		if (!READ_ONLY.contains(request.getMethod()) || REJECTED.contains(result)
				|| request.getAttribute(REVOKED) != null) {
			write(request, result);
		}
	}

	private static void write(HttpServletRequest request, int result) {
		String query = request.getQueryString();
		audit.info("user={} client={} request={} resource={} run={} status={}{}",
				quoted(caller(SecurityContextHolder.getContext().getAuthentication())), request.getRemoteAddr(),
				quoted(request.getMethod() + " " + request.getRequestURI() + ((query != null) ? "?" + query : "")),
				orNone(request.getAttribute(RESOURCE)), orNone(request.getAttribute(RUN)), result,
				(request.getAttribute(REVOKED) != null) ? " ended=unauthorized" : "");
	}

	private static String caller(@Nullable Authentication authentication) {
		return (authentication instanceof BearerTokenAuthentication token) ? token.getName() : "-";
	}

	private static Object orNone(@Nullable Object value) {
		return Objects.requireNonNullElse(value, "-");
	}

	/** Quotes a text on one line and redacts tokens in it. */
	private static String quoted(String text) {
		return '"' + PrintableText.of(Redaction.of(text)).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
	}

}
