package org.seldonruns.lifecycle;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

class RunSettingsTests {

	private final ApplicationContextRunner context = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
		.withUserConfiguration(Settings.class);

	@Test
	void hasDefaults() {
		context.run(started -> assertThat(started.getBean(RunSettings.class))
			.isEqualTo(new RunSettings(100, 1000, 200, 200, Duration.ofSeconds(25))));
	}

	@Test
	void bindsEveryProperty() {
		context
			.withPropertyValues("seldon-runs.run.max-running=3", "seldon-runs.run.max-queued=0",
					"seldon-runs.run.max-per-caller=5", "seldon-runs.run.max-per-namespace=7",
					"seldon-runs.run.shutdown-grace=0s")
			.run(started -> assertThat(started.getBean(RunSettings.class))
				.isEqualTo(new RunSettings(3, 0, 5, 7, Duration.ZERO)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "max-running=0", "max-queued=-1", "max-per-caller=0", "max-per-namespace=0",
			"shutdown-grace=-1s", "max-running=many" })
	void rejectsInvalidValues(String property) {
		context.withPropertyValues("seldon-runs.run." + property)
			.run(started -> assertThat(started).hasFailed()
				.getFailure()
				.hasStackTraceContaining(property.substring(0, property.indexOf('='))));
	}

	@EnableConfigurationProperties(RunSettings.class)
	static class Settings {

	}

}
