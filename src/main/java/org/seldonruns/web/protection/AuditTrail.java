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
 * Writes a line for each request that is to change something, and for each that is
 * refused for who makes it: who did what, where, and with which result. The line's own
 * time says when.
 */
public final class AuditTrail extends OncePerRequestFilter {

	/** The name of the log, by which it can be sent elsewhere. */
	public static final String NAME = "org.seldonruns.audit";

	private static final Logger audit = LoggerFactory.getLogger(NAME);

	private static final Set<String> READING = Set.of(HttpMethod.GET.name(), HttpMethod.HEAD.name(),
			HttpMethod.OPTIONS.name());

	private static final String RESOURCE = AuditTrail.class.getName() + ".resource";

	private static final String RUN = AuditTrail.class.getName() + ".run";

	/**
	 * Records the namespace of a request whose resource is unknown so far.
	 * @param request the request
	 * @param namespace the namespace
	 */
	public static void about(HttpServletRequest request, String namespace) {
		request.setAttribute(RESOURCE, namespace);
	}

	/**
	 * Notes what a request is about.
	 * @param request the request
	 * @param resource the resource that a run is asked for of
	 */
	public static void about(HttpServletRequest request, ResourceName resource) {
		request.setAttribute(RESOURCE, resource.namespace() + "/" + resource.name());
	}

	/**
	 * Notes what a request is about.
	 * @param request the request
	 * @param run the run that is started, or that the path names
	 */
	public static void about(HttpServletRequest request, Run run) {
		about(request, run.request().resource());
		request.setAttribute(RUN, run.id());
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		// What breaks the chain, the server answers later.
		int result = HttpStatus.INTERNAL_SERVER_ERROR.value();
		try {
			chain.doFilter(request, response);
			result = response.getStatus();
		}
		finally {
			if (!READING.contains(request.getMethod()) || result == HttpStatus.UNAUTHORIZED.value()
					|| result == HttpStatus.FORBIDDEN.value()) {
				write(request, result);
			}
		}
	}

	private static void write(HttpServletRequest request, int result) {
		String query = request.getQueryString();
		audit.info("who={} from={} what={} where={} run={} result={}",
				quoted(caller(SecurityContextHolder.getContext().getAuthentication())), request.getRemoteAddr(),
				quoted(request.getMethod() + " " + request.getRequestURI() + ((query != null) ? "?" + query : "")),
				orNone(request.getAttribute(RESOURCE)), orNone(request.getAttribute(RUN)), result);
	}

	private static String caller(@Nullable Authentication authentication) {
		return (authentication instanceof BearerTokenAuthentication known) ? known.getName() : "-";
	}

	private static Object orNone(@Nullable Object value) {
		return Objects.requireNonNullElse(value, "-");
	}

	/** On one line, whatever it holds, and without the token that somebody put there. */
	private static String quoted(String text) {
		return '"' + PrintableText.of(Redaction.of(text)).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
	}

}
