package org.seldonruns.web.protection;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.seldonruns.web.problem.ProblemException;
import org.seldonruns.web.problem.ProblemResponder;
import org.seldonruns.web.problem.ProblemType;
import org.seldonruns.web.server.ResponseHeaders;
import org.seldonruns.web.text.PrintableText;

/** Configures the checks of requests before authentication. */
@Configuration(proxyBeanMethods = false)
class HttpProtection {

	@Bean
	HttpFirewall httpFirewall(AllowedHosts hosts) {
		StrictHttpFirewall firewall = new StrictHttpFirewall();
		firewall.setAllowedHostnames(hosts);
		// Unsupported methods get 405 with the supported methods.
		firewall.setUnsafeAllowAnyHttpMethod(true);
		// Tomcat rejects control characters; the readers of a header validate the rest.
		firewall.setAllowedHeaderValues(value -> true);
		return firewall;
	}

	@Bean
	RequestRejectedHandler requestRejectedHandler(AllowedHosts hosts, ResponseHeaders headers,
			ProblemResponder problems) {
		return (request, response, rejection) -> {
			headers.writeHeaders(request, response);
			problems.respond(request, response, exception(hosts, request.getServerName(), rejection));
			// The audit log is a filter of the chains, which the request does not reach.
			AuditTrail.finished(request, response.getStatus());
		};
	}

	private static Exception exception(AllowedHosts hosts, String host, RequestRejectedException rejection) {
		return hosts.test(host) ? rejection : new ProblemException(ProblemType.WRONG_HOST,
				"The Host %s is not localhost, an IP address or a name in seldon-runs.security.hosts; use one of these, or "
					.formatted(PrintableText.quoted(host)) + "add the name to that setting.");
	}

	/** Applies to all filter chains. */
	@Bean
	Customizer<HttpSecurity> commonOfAllChains(ResponseHeaders headers) {
		return http -> http
			// The service uses no cookies; tokens are sent with each request.
			.csrf(AbstractHttpConfigurer::disable)
			.sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.requestCache(AbstractHttpConfigurer::disable)
			.logout(AbstractHttpConfigurer::disable)
			.headers(all -> all.defaultsDisabled().addHeaderWriter(headers))
			.addFilterAfter(new AuditTrail(), SecurityContextHolderFilter.class);
	}

	/** Rejects cross-site requests before authentication. */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	SecurityFilterChain crossSiteRequests(HttpSecurity http, ProblemResponder problems) {
		return http.securityMatcher(new CrossSiteRequest())
			.authorizeHttpRequests(requests -> requests.anyRequest().denyAll())
			.exceptionHandling(handling -> handling.authenticationEntryPoint(
					(request, response, exception) -> rejectCrossSite(request, response, problems)))
			.build();
	}

	private static void rejectCrossSite(HttpServletRequest request, HttpServletResponse response,
			ProblemResponder problems) {
		String header = (request.getHeader(CrossSiteRequest.SITE) != null) ? CrossSiteRequest.SITE : "Origin";
		problems.respond(request, response, new ProblemException(ProblemType.CROSS_SITE,
				"A browser sent the request on behalf of another web site, according to %s; call the service from its own "
					.formatted(header) + "pages or from a program that is not a browser."));
	}

}
