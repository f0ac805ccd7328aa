package org.seldonruns.web.protection;

import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpMethod;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.cors.CorsUtils;

/**
 * Matches what a browser sends on behalf of another web site's page. Browsers say so in
 * Sec-Fetch-Site (Fetch Metadata Request Headers), and older ones in Origin; other
 * clients send neither.
 */
class CrossSiteRequest implements RequestMatcher {

	static final String SITE = "Sec-Fetch-Site";

	/** Of the service's own pages, and of the person who sits before the browser. */
	private static final Set<String> OWN = Set.of("same-origin", "none");

	private static final Set<String> SAFE = Set.of(HttpMethod.GET.name(), HttpMethod.HEAD.name());

	@Override
	public boolean matches(HttpServletRequest request) {
		// A browser never asks for leave to call the page's own origin.
		if (CorsUtils.isPreFlightRequest(request)) {
			return true;
		}
		String site = request.getHeader(SITE);
		return (site != null) ? !OWN.contains(site) && !followsALink(request) : hasOriginOfAnother(request);
	}

	/** What is opened in a window of its own is not shown to the page that led there. */
	private static boolean followsALink(HttpServletRequest request) {
		return SAFE.contains(request.getMethod()) && "navigate".equals(request.getHeader("Sec-Fetch-Mode"))
				&& "document".equals(request.getHeader("Sec-Fetch-Dest"));
	}

	private static boolean hasOriginOfAnother(HttpServletRequest request) {
		try {
			return CorsUtils.isCorsRequest(request);
		}
		catch (IllegalArgumentException malformed) {
			return true;
		}
	}

}
