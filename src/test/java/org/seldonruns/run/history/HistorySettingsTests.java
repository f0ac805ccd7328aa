package org.seldonruns.run.history;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

class HistorySettingsTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
		.withUserConfiguration(Settings.class);

	@Test
	void hasDefaults() {
		runner.run(context -> assertThat(context.getBean(HistorySettings.class)).isEqualTo(new HistorySettings(1000,
				Duration.ofMinutes(1), Duration.ofHours(24), DataSize.ofMegabytes(64), 2000)));
	}

	@Test
	void bindsEveryProperty() {
		runner
			.withPropertyValues("seldon-runs.history.max-runs=7", "seldon-runs.history.min-age=9s",
					"seldon-runs.history.max-age=90m", "seldon-runs.history.max-size=3KB",
					"seldon-runs.history.timeline-entries=20")
			.run(context -> assertThat(context.getBean(HistorySettings.class)).isEqualTo(new HistorySettings(7,
					Duration.ofSeconds(9), Duration.ofMinutes(90), DataSize.ofKilobytes(3), 20)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "max-runs=0", "max-runs=-1", "max-age=0s", "max-age=-1h", "max-age=999ms", "max-age=59s",
			"min-age=-1s", "min-age=25h", "max-size=0B", "max-size=-1MB", "timeline-entries=1",
			"timeline-entries=100001", "max-runs=many", "max-age=soon" })
	void rejectsInvalidValues(String property) {
		runner.withPropertyValues("seldon-runs.history." + property)
			.run(context -> assertThat(context).hasFailed()
				.getFailure()
				.hasStackTraceContaining("Failed to bind properties under 'seldon-runs.history"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "max-runs=1", "max-age=1m", "min-age=0s", "max-size=1B", "timeline-entries=2",
			"timeline-entries=100000" })
	void acceptsBoundaryValues(String property) {
		runner.withPropertyValues("seldon-runs.history." + property).run(context -> assertThat(context).hasNotFailed());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(HistorySettings.class)
	static class Settings {

	}

}
