package org.seldonruns.web;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

import org.seldonruns.lifecycle.FakeRunService;
import org.seldonruns.run.history.HistorySettings;
import org.seldonruns.run.history.RunHistory;
import org.seldonruns.run.request.NamespaceSettings;
import org.seldonruns.security.FakeReviews;
import org.seldonruns.security.SecuritySettings;
import org.seldonruns.time.Timekeeper;
import org.seldonruns.web.query.RunParameterSettings;
import org.seldonruns.web.upload.UploadSettings;
import org.seldonruns.web.waiting.WaitingSettings;

/**
 * The web layer alone, with runs that are not executed. It has no stereotype, so that the
 * component scan of the service does not find it.
 */
@EnableAutoConfiguration
@ComponentScan(basePackageClasses = { WebTestApplication.class, SecuritySettings.class, Timekeeper.class })
@EnableConfigurationProperties({ RunParameterSettings.class, UploadSettings.class, WaitingSettings.class,
		HistorySettings.class, NamespaceSettings.class, SecuritySettings.class })
public class WebTestApplication {

	@Bean
	RunHistory history(HistorySettings settings, Timekeeper timekeeper) {
		return new RunHistory(settings, timekeeper);
	}

	@Bean
	FakeReviews reviews() {
		return new FakeReviews();
	}

	@Bean
	FakeRunService runs(RunHistory history) {
		return new FakeRunService(history);
	}

}
