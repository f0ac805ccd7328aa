package org.seldonruns.web.server;

import java.net.InetAddress;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementServerProperties;
import org.springframework.boot.web.server.ConfigurableWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

import org.seldonruns.security.SecurityMode;
import org.seldonruns.security.SecuritySettings;

/**
 * Sets the address that the server listens on. Without {@code server.address}, the server
 * listens on all addresses if callers are authenticated, otherwise on loopback only.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class ListeningAddress implements WebServerFactoryCustomizer<ConfigurableWebServerFactory> {

	private static final Logger logger = LoggerFactory.getLogger(ListeningAddress.class);

	private final SecurityMode mode;

	private final @Nullable InetAddress configured;

	@Autowired
	ListeningAddress(SecuritySettings settings, ServerProperties properties) {
		this(settings.mode(), properties.getAddress());
	}

	private ListeningAddress(SecurityMode mode, @Nullable InetAddress configured) {
		this.mode = mode;
		this.configured = configured;
	}

	/**
	 * Returns the address of the management server, which is the main server's unless
	 * {@code management.server.address} is set.
	 */
	static ListeningAddress ofManagement(SecuritySettings settings, ManagementServerProperties management,
			ServerProperties server) {
		InetAddress own = management.getAddress();
		return new ListeningAddress(settings.mode(), (own != null) ? own : server.getAddress());
	}

	@Override
	public void customize(ConfigurableWebServerFactory factory) {
		if (configured != null) {
			factory.setAddress(configured);
		}
		if (mode != SecurityMode.NONE) {
			return;
		}
		if (configured == null) {
			factory.setAddress(InetAddress.getLoopbackAddress());
		}
		else if (!configured.isLoopbackAddress()) {
			logger.warn(
					"Listening on {} with seldon-runs.security.mode=none: every client that reaches the service can use "
							+ "all of its permissions",
					configured.getHostAddress());
		}
	}

}
