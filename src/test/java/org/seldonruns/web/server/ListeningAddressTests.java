package org.seldonruns.web.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.actuate.autoconfigure.web.server.ManagementServerProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;

import org.seldonruns.security.SecurityMode;
import org.seldonruns.security.SecuritySettings;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class ListeningAddressTests {

	private final ServerProperties properties = new ServerProperties();

	@Test
	void listensOnLoopbackWithoutAuthentication(CapturedOutput log) {
		assertThat(address(SecurityMode.NONE)).isEqualTo(InetAddress.getLoopbackAddress());
		assertThat(log).doesNotContain("WARN");
	}

	@Test
	void listensOnAllAddressesWithAuthentication(CapturedOutput log) {
		assertThat(address(SecurityMode.KUBERNETES)).isNull();
		assertThat(log).doesNotContain("WARN");
	}

	@Test
	void warnsIfConfiguredAddressIsReachableWithoutAuthentication(CapturedOutput log) throws UnknownHostException {
		properties.setAddress(InetAddress.getByAddress(new byte[4]));
		assertThat(address(SecurityMode.KUBERNETES)).isEqualTo(properties.getAddress());
		assertThat(log).doesNotContain("WARN");
		assertThat(address(SecurityMode.NONE)).isEqualTo(properties.getAddress());
		assertThat(log).containsOnlyOnce("WARN")
			.contains("Listening on 0.0.0.0 with seldon-runs.security.mode=none",
					"every client that reaches the service");
	}

	@Test
	void usesConfiguredLoopbackAddressWithoutWarning(CapturedOutput log) throws UnknownHostException {
		properties.setAddress(InetAddress.getByAddress(new byte[] { 127, 0, 0, 2 }));
		assertThat(address(SecurityMode.NONE)).isEqualTo(properties.getAddress());
		assertThat(log).doesNotContain("WARN");
	}

	@Test
	void managementServerUsesMainAddressUnlessItHasItsOwn() throws UnknownHostException {
		InetAddress own = InetAddress.getByAddress(new byte[] { 127, 0, 0, 2 });
		InetAddress main = InetAddress.getByAddress(new byte[] { 127, 0, 0, 3 });
		assertThat(management(SecurityMode.NONE, null)).isEqualTo(InetAddress.getLoopbackAddress());
		assertThat(management(SecurityMode.KUBERNETES, null)).isNull();
		properties.setAddress(main);
		for (SecurityMode mode : SecurityMode.values()) {
			assertThat(management(mode, null)).isEqualTo(main);
			assertThat(management(mode, own)).isEqualTo(own);
		}
	}

	private @Nullable InetAddress management(SecurityMode mode, @Nullable InetAddress own) {
		ManagementServerProperties management = new ManagementServerProperties();
		management.setAddress(own);
		TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory();
		factory.setAddress(own);
		ListeningAddress.ofManagement(settings(mode), management, properties).customize(factory);
		return factory.getAddress();
	}

	/** Returns the address after Spring Boot and then the customizer have set it. */
	private @Nullable InetAddress address(SecurityMode mode) {
		TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory();
		factory.setAddress(properties.getAddress());
		new ListeningAddress(settings(mode), properties).customize(factory);
		return factory.getAddress();
	}

	private static SecuritySettings settings(SecurityMode mode) {
		return new SecuritySettings(mode, Set.of(), Duration.ofSeconds(10), 1, 50, Duration.ofMinutes(1), false, true,
				Set.of());
	}

}
