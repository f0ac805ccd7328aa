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

/** What every request meets before anybody asks whose it is. */
@Configuration(proxyBeanMethods = false)
class HttpProtection {

	@Bean
	HttpFirewall httpFirewall(AllowedHosts hosts) {
		StrictHttpFirewall firewall = new StrictHttpFirewall();
		firewall.setAllowedHostnames(hosts);
		// Unknown ones have an answer of their own, which says what the path knows.
		firewall.setUnsafeAllowAnyHttpMethod(true);
		// The server lets no control characters through; what it does let through is
		// for whoever reads the header.
		firewall.setAllowedHeaderValues(value -> true);
		return firewall;
	}

	@Bean
	RequestRejectedHandler requestRejectedHandler(AllowedHosts hosts, ResponseHeaders headers,
			ProblemResponder problems) {
		return (request, response, rejection) -> {
			headers.writeHeaders(request, response);
			problems.answer(request, response, refusal(hosts, request.getServerName(), rejection));
		};
	}

	private static Exception refusal(AllowedHosts hosts, String host, RequestRejectedException rejection) {
		return hosts.test(host) ? rejection : new ProblemException(ProblemType.WRONG_HOST,
				"The Host %s is neither localhost nor an address nor one of seldon-runs.security.hosts; call the "
					.formatted(PrintableText.quoted(host)) + "service by one of these, or add the name there.");
	}

	/** Holds for every chain. */
	@Bean
	Customizer<HttpSecurity> commonOfAllChains(ResponseHeaders headers) {
		return http -> http
			// Nothing here rests on cookies: what shows who calls comes with each
			// request.
			.csrf(AbstractHttpConfigurer::disable)
			.sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.requestCache(AbstractHttpConfigurer::disable)
			.logout(AbstractHttpConfigurer::disable)
			.headers(all -> all.defaultsDisabled().addHeaderWriter(headers))
			.addFilterAfter(new AuditTrail(), SecurityContextHolderFilter.class);
	}

	/** Comes first, so that nobody is asked who is let in nowhere. */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	SecurityFilterChain crossSiteRequests(HttpSecurity http, ProblemResponder problems) {
		return http.securityMatcher(new CrossSiteRequest())
			.authorizeHttpRequests(requests -> requests.anyRequest().denyAll())
			.exceptionHandling(refusal -> refusal.authenticationEntryPoint(
					(request, response, exception) -> refuseOtherSite(request, response, problems)))
			.build();
	}

	private static void refuseOtherSite(HttpServletRequest request, HttpServletResponse response,
			ProblemResponder problems) {
		String header = (request.getHeader(CrossSiteRequest.SITE) != null) ? CrossSiteRequest.SITE : "Origin";
		problems.answer(request, response, new ProblemException(ProblemType.CROSS_SITE,
				"A browser sent this for a page of another web site, as %s says; call the service from a page of its "
					.formatted(header) + "own, or from a program that is no browser."));
	}

}
