package org.seldonruns.cluster;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class ClusterSettingsTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withUserConfiguration(Setup.class);

	@Test
	void hasDefaults() {
		runner.run(context -> assertThat(context.getBean(ClusterSettings.class)).isEqualTo(new ClusterSettings(null,
				null, Duration.ofSeconds(10), Duration.ofSeconds(35), Duration.ofSeconds(30), Duration.ofSeconds(15))));
	}

	@Test
	void bindsEveryProperty() {
		runner
			.withPropertyValues("seldon-runs.cluster.kubeconfig=/etc/kube/config",
					"seldon-runs.cluster.context=staging", "seldon-runs.cluster.request-timeout=3s",
					"seldon-runs.cluster.write-timeout=40s", "seldon-runs.cluster.idle-watches=1m",
					"seldon-runs.cluster.lease-duration=20s")
			.run(context -> assertThat(context.getBean(ClusterSettings.class))
				.isEqualTo(new ClusterSettings(Path.of("/etc/kube/config"), "staging", Duration.ofSeconds(3),
						Duration.ofSeconds(40), Duration.ofMinutes(1), Duration.ofSeconds(20))));
	}

	@Test
	void acceptsZeroIdleTime() {
		runner.withPropertyValues("seldon-runs.cluster.idle-watches=0s")
			.run(context -> assertThat(context.getBean(ClusterSettings.class).idleWatches()).isZero());
	}

	@ParameterizedTest
	@ValueSource(strings = { "request-timeout=0s", "request-timeout=-1s", "idle-watches=-1s", "lease-duration=0s" })
	void rejectsInvalidDuration(String property) {
		runner.withPropertyValues("seldon-runs.cluster." + property)
			.run(context -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.hasMessageContaining(switch (property.charAt(0)) {
					case 'r' -> "requestTimeout";
					case 'i' -> "idleWatches";
					default -> "leaseDuration";
				}));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(ClusterSettings.class)
	static class Setup {

	}

}
