package org.seldonruns.web.server;

import java.time.Duration;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.header.HeaderWriter;
import org.springframework.security.web.header.writers.CacheControlHeadersWriter;
import org.springframework.security.web.header.writers.CompositeHeaderWriter;
import org.springframework.security.web.header.writers.ContentSecurityPolicyHeaderWriter;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.DelegatingRequestMatcherHeaderWriter;
import org.springframework.security.web.header.writers.HstsHeaderWriter;
import org.springframework.security.web.header.writers.PermissionsPolicyHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.header.writers.StaticHeadersWriter;
import org.springframework.security.web.header.writers.XContentTypeOptionsHeaderWriter;
import org.springframework.security.web.header.writers.frameoptions.XFrameOptionsHeaderWriter;
import org.springframework.stereotype.Component;

/**
 * Writes the security and caching headers of all responses, including those of filters
 * and of Tomcat.
 */
@Component
public class ResponseHeaders implements HeaderWriter {

	/** The permissions that Swagger UI needs, the only page with scripts. */
	private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; "
			+ "style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; "
			+ "form-action 'none'; frame-ancestors 'none'";

	private static final List<String> VARY = List.of(HttpHeaders.ACCEPT, HttpHeaders.AUTHORIZATION,
			HttpHeaders.ACCEPT_ENCODING);

	private final HeaderWriter writers;

	ResponseHeaders() {
		CrossOriginOpenerPolicyHeaderWriter openers = new CrossOriginOpenerPolicyHeaderWriter();
		openers.setPolicy(CrossOriginOpenerPolicy.SAME_ORIGIN);
		CrossOriginResourcePolicyHeaderWriter embedders = new CrossOriginResourcePolicyHeaderWriter();
		embedders.setPolicy(CrossOriginResourcePolicy.SAME_ORIGIN);
		this.writers = new CompositeHeaderWriter(List.of(new XContentTypeOptionsHeaderWriter(),
				new ContentSecurityPolicyHeaderWriter(CONTENT_SECURITY_POLICY), new XFrameOptionsHeaderWriter(),
				new ReferrerPolicyHeaderWriter(ReferrerPolicy.NO_REFERRER), openers, embedders,
				new PermissionsPolicyHeaderWriter("camera=(), geolocation=(), microphone=()"),
				// For TLS only, and without subdomains.
				new HstsHeaderWriter(Duration.ofDays(365).toSeconds(), false),
				// Responses depend on the caller. Tomcat adds Accept-Encoding only to
				// compressed responses, and not to 304.
				new StaticHeadersWriter(HttpHeaders.VARY, String.join(", ", VARY)),
				// Clients can cache a run but must revalidate it with its ETag.
				new DelegatingRequestMatcherHeaderWriter(ResponseHeaders::isRunRequest,
						new StaticHeadersWriter(HttpHeaders.CACHE_CONTROL,
								String.valueOf(CacheControl.noCache().cachePrivate().getHeaderValue()))),
				// Includes Swagger UI, whose files have the same Last-Modified in every
				// version of the jar, and browsers would keep old ones.
				new CacheControlHeadersWriter()));
	}

	@Override
	public void writeHeaders(HttpServletRequest request, HttpServletResponse response) {
		writers.writeHeaders(request, response);
	}

	/** Uses the raw path, because a malformed request has no other. */
	private static boolean isRunRequest(HttpServletRequest request) {
		return String.valueOf(request.getRequestURI()).startsWith("/runs");
	}

}
