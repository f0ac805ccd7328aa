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
import org.seldonruns.run.ResourceName;
import org.seldonruns.run.Run;
import org.seldonruns.web.text.PrintableText;

/**
 * Logs a line for each request that can change something and for each response with
 * status 401 or 403: the caller, the request, the resource and the result.
 */
public final class AuditTrail extends OncePerRequestFilter {

	/** The name of the logger. */
	public static final String NAME = "org.seldonruns.audit";

	private static final Logger audit = LoggerFactory.getLogger(NAME);

	private static final Set<String> READ_ONLY = Set.of(HttpMethod.GET.name(), HttpMethod.HEAD.name(),
			HttpMethod.OPTIONS.name());

	private static final String RESOURCE = AuditTrail.class.getName() + ".resource";

	private static final String RUN = AuditTrail.class.getName() + ".run";

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
			if (!READ_ONLY.contains(request.getMethod()) || result == HttpStatus.UNAUTHORIZED.value()
					|| result == HttpStatus.FORBIDDEN.value()) {
				write(request, result);
			}
		}
	}

	private static void write(HttpServletRequest request, int result) {
		String query = request.getQueryString();
		audit.info("user={} client={} request={} resource={} run={} status={}",
				quoted(caller(SecurityContextHolder.getContext().getAuthentication())), request.getRemoteAddr(),
				quoted(request.getMethod() + " " + request.getRequestURI() + ((query != null) ? "?" + query : "")),
				orNone(request.getAttribute(RESOURCE)), orNone(request.getAttribute(RUN)), result);
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
