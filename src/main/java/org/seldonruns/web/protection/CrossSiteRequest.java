package org.seldonruns.web.protection;

import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpMethod;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.cors.CorsUtils;

/**
 * Matches requests that a browser sends on behalf of another web site. Browsers send
 * Sec-Fetch-Site (Fetch Metadata Request Headers), older ones Origin; other clients send
 * neither.
 */
class CrossSiteRequest implements RequestMatcher {

	static final String SITE = "Sec-Fetch-Site";

	/** Requests of the service's own pages and of the user, such as from a bookmark. */
	private static final Set<String> TRUSTED_SITES = Set.of("same-origin", "none");

	private static final Set<String> SAFE = Set.of(HttpMethod.GET.name(), HttpMethod.HEAD.name());

	@Override
	public boolean matches(HttpServletRequest request) {
		// A browser sends no preflight request to the origin of the page.
		if (CorsUtils.isPreFlightRequest(request)) {
			return true;
		}
		String site = request.getHeader(SITE);
		return (site != null) ? !TRUSTED_SITES.contains(site) && !isNavigation(request) : hasForeignOrigin(request);
	}

	/** The page that has the link cannot read the document that opens. */
	private static boolean isNavigation(HttpServletRequest request) {
		return SAFE.contains(request.getMethod()) && "navigate".equals(request.getHeader("Sec-Fetch-Mode"))
				&& "document".equals(request.getHeader("Sec-Fetch-Dest"));
	}

	private static boolean hasForeignOrigin(HttpServletRequest request) {
		try {
			return CorsUtils.isCorsRequest(request);
		}
		catch (IllegalArgumentException malformed) {
			return true;
		}
	}

}
