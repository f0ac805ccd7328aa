package org.seldonruns.web;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.seldonruns.run.request.FieldValidation;
import org.seldonruns.web.query.RunParameterSettings;
import org.seldonruns.web.upload.UploadSettings;
import org.seldonruns.web.waiting.WaitingSettings;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

class WebSettingsTests {

	private final ApplicationContextRunner context = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
		.withUserConfiguration(Settings.class);

	@Test
	void settingsHaveDefaults() {
		context.run(started -> {
			assertThat(started.getBean(RunParameterSettings.class)).isEqualTo(new RunParameterSettings(2, 100,
					Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofMinutes(2), Duration.ofHours(1),
					Duration.ofHours(24), Duration.ofHours(1), 1000, FieldValidation.WARN));
			assertThat(started.getBean(UploadSettings.class)).isEqualTo(new UploadSettings(DataSize.ofMegabytes(1),
					DataSize.ofMegabytes(1), Duration.ofSeconds(30), DataSize.ofMegabytes(8)));
			assertThat(started.getBean(WaitingSettings.class))
				.isEqualTo(new WaitingSettings(Duration.ofSeconds(15), Duration.ofHours(12), 1000, 100));
		});
	}

	@Test
	void everyPropertyIsBound() {
		context
			.withPropertyValues("seldon-runs.request.replicas=3", "seldon-runs.request.max-replicas=4",
					"seldon-runs.request.timeout=1s", "seldon-runs.request.max-timeout=2s",
					"seldon-runs.request.delete-timeout=3s", "seldon-runs.request.max-delete-timeout=4s",
					"seldon-runs.request.max-keep-on-failure=5s", "seldon-runs.request.max-stable-for=6s",
					"seldon-runs.request.max-predictions=7", "seldon-runs.request.field-validation=strict",
					"seldon-runs.upload.max-request-size=3KB", "seldon-runs.upload.max-size=5KB",
					"seldon-runs.upload.max-time=6s", "seldon-runs.upload.max-total=93KB",
					"seldon-runs.stream.heartbeat=7s", "seldon-runs.stream.max-duration=8s",
					"seldon-runs.stream.max-clients=9", "seldon-runs.stream.max-per-caller=5")
			.run(started -> {
				assertThat(started.getBean(RunParameterSettings.class)).isEqualTo(new RunParameterSettings(3, 4,
						Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(4),
						Duration.ofSeconds(5), Duration.ofSeconds(6), 7, FieldValidation.STRICT));
				assertThat(started.getBean(UploadSettings.class)).isEqualTo(new UploadSettings(DataSize.ofKilobytes(5),
						DataSize.ofKilobytes(3), Duration.ofSeconds(6), DataSize.ofKilobytes(93)));
				assertThat(started.getBean(WaitingSettings.class))
					.isEqualTo(new WaitingSettings(Duration.ofSeconds(7), Duration.ofSeconds(8), 9, 5));
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "seldon-runs.request.replicas=0", "seldon-runs.request.max-replicas=1",
			"seldon-runs.request.timeout=0s", "seldon-runs.request.timeout=2h", "seldon-runs.request.delete-timeout=2h",
			"seldon-runs.request.max-timeout=1s", "seldon-runs.request.max-keep-on-failure=0s",
			"seldon-runs.upload.max-time=0s", "seldon-runs.upload.max-size=0B", "seldon-runs.upload.max-size=2MB",
			"seldon-runs.upload.max-total=1MB", "seldon-runs.upload.max-total=2GB", "seldon-runs.stream.heartbeat=0s",
			"seldon-runs.stream.max-duration=0s", "seldon-runs.stream.max-clients=0" })
	void invalidValueIsRejectedAtStartup(String property) {
		context.withPropertyValues(property).run(started -> assertThat(started).hasFailed());
	}

	@EnableConfigurationProperties({ RunParameterSettings.class, UploadSettings.class, WaitingSettings.class })
	static class Settings {

	}

}
