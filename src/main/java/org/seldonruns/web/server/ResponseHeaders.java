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
 * The headers that every answer bears, whether a controller, a filter or the server
 * itself gives it: what browsers may do with it, and caches.
 */
@Component
public class ResponseHeaders implements HeaderWriter {

	/** As far as Swagger UI goes, which is the one page that runs anything. */
	private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; "
			+ "style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; "
			+ "form-action 'none'; frame-ancestors 'none'";

	private static final String PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=()";

	private static final List<String> VARYING = List.of(HttpHeaders.ACCEPT, HttpHeaders.AUTHORIZATION,
			HttpHeaders.ACCEPT_ENCODING);

	private static final long A_YEAR = Duration.ofDays(365).toSeconds();

	private final HeaderWriter writers;

	ResponseHeaders() {
		CrossOriginOpenerPolicyHeaderWriter openers = new CrossOriginOpenerPolicyHeaderWriter();
		openers.setPolicy(CrossOriginOpenerPolicy.SAME_ORIGIN);
		CrossOriginResourcePolicyHeaderWriter embedders = new CrossOriginResourcePolicyHeaderWriter();
		embedders.setPolicy(CrossOriginResourcePolicy.SAME_ORIGIN);
		this.writers = new CompositeHeaderWriter(List.of(new XContentTypeOptionsHeaderWriter(),
				new ContentSecurityPolicyHeaderWriter(CONTENT_SECURITY_POLICY), new XFrameOptionsHeaderWriter(),
				new ReferrerPolicyHeaderWriter(ReferrerPolicy.NO_REFERRER), openers, embedders,
				new PermissionsPolicyHeaderWriter(PERMISSIONS_POLICY),
				// Over TLS only. What lies below this host is others' to decide.
				new HstsHeaderWriter(A_YEAR, false),
				// Who asks decides what is shown, even where it is shown as the same
				// type.
				// The server adds Accept-Encoding only where it compresses, and to no
				// 304.
				new StaticHeadersWriter(HttpHeaders.VARY, String.join(", ", VARYING)),
				// A run changes from one request to the next, but has an ETag to ask
				// with.
				new DelegatingRequestMatcherHeaderWriter(ResponseHeaders::isOfRuns,
						new StaticHeadersWriter(HttpHeaders.CACHE_CONTROL,
								String.valueOf(CacheControl.noCache().cachePrivate().getHeaderValue()))),
				// The files of Swagger UI too: their times are the same in every version
				// of the jar, so that a browser which asks with them keeps an old page.
				new CacheControlHeadersWriter()));
	}

	@Override
	public void writeHeaders(HttpServletRequest request, HttpServletResponse response) {
		writers.writeHeaders(request, response);
	}

	/** The path as it came, since of a malformed request nothing else can be asked. */
	private static boolean isOfRuns(HttpServletRequest request) {
		return String.valueOf(request.getRequestURI()).startsWith("/runs");
	}

}
