package org.seldonruns.security;

import java.time.Duration;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

class SecuritySettingsTests {

	private final ApplicationContextRunner context = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
		.withUserConfiguration(Settings.class);

	@Test
	void hasDefaults() {
		context.run(started -> assertThat(started.getBean(SecuritySettings.class))
			.isEqualTo(new SecuritySettings(SecurityMode.NONE, Set.of(), Duration.ofSeconds(10), 10_000, 50,
					Duration.ofMinutes(1), false, true, Set.of())));
	}

	@Test
	void bindsEveryProperty() {
		context
			.withPropertyValues("seldon-runs.security.mode=kubernetes", "seldon-runs.security.audiences=a,b",
					"seldon-runs.security.verdict-age=5s", "seldon-runs.security.max-verdicts=7",
					"seldon-runs.security.max-reviews=3", "seldon-runs.security.stream-check=30s",
					"seldon-runs.security.open-metrics=true", "seldon-runs.security.open-documents=false",
					"seldon-runs.security.hosts=runs.example")
			.run(started -> assertThat(started.getBean(SecuritySettings.class))
				.isEqualTo(new SecuritySettings(SecurityMode.KUBERNETES, Set.of("a", "b"), Duration.ofSeconds(5), 7, 3,
						Duration.ofSeconds(30), true, false, Set.of("runs.example"))));
	}

	@Test
	void authenticatesCallersOnlyInKubernetes() {
		ApplicationContextRunner service = context.withInitializer(new ConfigDataApplicationContextInitializer());
		service.run(started -> assertThat(started.getBean(SecuritySettings.class).mode()).isEqualTo(SecurityMode.NONE));
		service.withPropertyValues("spring.main.cloud-platform=kubernetes")
			.run(started -> assertThat(started.getBean(SecuritySettings.class).mode())
				.isEqualTo(SecurityMode.KUBERNETES));
		service.withPropertyValues("spring.main.cloud-platform=kubernetes", "seldon-runs.security.mode=none")
			.run(started -> assertThat(started.getBean(SecuritySettings.class).mode()).isEqualTo(SecurityMode.NONE));
	}

	@ParameterizedTest
	@ValueSource(strings = { "mode=maybe", "verdict-age=-1s", "verdict-age=2m", "max-verdicts=0", "stream-check=0s",
			"stream-check=2m", "audiences= ,a" })
	void rejectsInvalidValues(String property) {
		context.withPropertyValues("seldon-runs.security." + property)
			.run(started -> assertThat(started).hasFailed()
				.getFailure()
				.hasStackTraceContaining(property.substring(0, property.indexOf('='))));
	}

	@EnableConfigurationProperties(SecuritySettings.class)
	static class Settings {

	}

}
