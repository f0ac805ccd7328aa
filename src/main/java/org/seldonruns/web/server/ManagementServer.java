package org.seldonruns.web.server;

import org.apache.coyote.AbstractProtocol;

import org.springframework.boot.actuate.autoconfigure.web.server.ConditionalOnManagementPort;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementServerProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.ConfigurableWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import org.seldonruns.security.SecuritySettings;

/**
 * Configures the server of {@code management.server.port} like the main one: Boot applies
 * to it only the customizers of its own application context, which imports this class
 * through {@code META-INF/spring}. It is not a component because the main context must
 * not find it.
 */
@ConditionalOnManagementPort(ManagementPortType.DIFFERENT)
class ManagementServer {

	/**
	 * Probes and Prometheus need a few connections. Without this limit the second
	 * connector would double the memory that connections can take.
	 */
	static final int MAX_CONNECTIONS = 100;

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> managementProblems(TomcatCustomization problems) {
		return problems;
	}

	@Bean
	WebServerFactoryCustomizer<ConfigurableWebServerFactory> managementAddress(SecuritySettings settings,
			ManagementServerProperties management, ServerProperties server) {
		return ListeningAddress.ofManagement(settings, management, server);
	}

	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> managementConnections() {
		return factory -> factory.addConnectorCustomizers(connector -> {
			if (connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol) {
				protocol.setMaxConnections(MAX_CONNECTIONS);
			}
		});
	}

}
