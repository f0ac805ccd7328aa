package org.seldonruns.web.protection;

import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.oauth2.server.resource.authentication.OpaqueTokenAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;

import org.seldonruns.security.SecurityMode;
import org.seldonruns.security.SecuritySettings;
import org.seldonruns.web.problem.ProblemResponder;
import org.seldonruns.web.run.RunAccess;

/**
 * Configures authentication. Controllers authorize requests when their namespace is known
 * ({@link RunAccess}).
 */
@Configuration(proxyBeanMethods = false)
class HttpSecurityConfiguration {

	private static final String[] DOCUMENTS = { "/", "/swagger-ui.html", "/swagger-ui/**", "/v3/api-docs",
			"/v3/api-docs.yaml", "/v3/api-docs/**", "/problems", "/problems/**" };

	@Bean
	AuthenticationManager tokenAuthenticationManager(OpaqueTokenIntrospector tokens) {
		return new ProviderManager(new OpaqueTokenAuthenticationProvider(tokens));
	}

	/** Serves health without authentication, even if a request has a token. */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE + 1)
	SecurityFilterChain health(HttpSecurity http) {
		return http.securityMatcher(EndpointRequest.to("health"))
			.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
			.build();
	}

	@Bean
	SecurityFilterChain securityFilterChain(HttpSecurity http, SecuritySettings settings,
			AuthenticationManager authenticationManager, ProblemResponder problems) {
		http.exceptionHandling(handling -> handling.authenticationEntryPoint(problems::respond)
			.accessDeniedHandler(problems::respond));
		if (settings.mode() == SecurityMode.KUBERNETES) {
			BearerTokenAuthenticationFilter tokens = new BearerTokenAuthenticationFilter(authenticationManager);
			tokens.setAuthenticationEntryPoint(problems::respond);
			tokens.setAuthenticationFailureHandler(problems::respond);
			http.addFilterAt(tokens, BasicAuthenticationFilter.class);
		}
		return http.authorizeHttpRequests(requests -> authorize(requests, settings)).build();
	}

	private static void authorize(
			AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests,
			SecuritySettings settings) {
		if (settings.mode() == SecurityMode.NONE) {
			requests.anyRequest().permitAll();
			return;
		}
		if (settings.openMetrics()) {
			requests.requestMatchers(EndpointRequest.to("prometheus")).permitAll();
		}
		if (settings.openDocuments()) {
			requests.requestMatchers(DOCUMENTS).permitAll();
		}
		requests.anyRequest().authenticated();
	}

}
