package org.seldonruns.lifecycle;

import java.time.Duration;

import org.seldonruns.run.ResourceName;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.Step;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

import org.springframework.stereotype.Component;

/**
 * Writes one line for each run that is over, so that a history survives where logs are
 * kept. With structured logging the pairs become members of its JSON.
 */
@Component
class RunLog {

	private static final Logger log = LoggerFactory.getLogger(RunLog.class);

	void finished(RunSnapshot run) {
		ResourceName resource = run.request().resource();
		LoggingEventBuilder line = log.atInfo()
			.addKeyValue("run", run.id())
			.addKeyValue("status", run.status())
			.addKeyValue("namespace", resource.namespace())
			.addKeyValue("name", resource.name())
			.addKeyValue("durationMillis", millis(run.duration()));
		for (Step step : run.steps()) {
			line = line.addKeyValue("step." + step.name(), step.status() + " " + millis(step.duration()) + " ms");
		}
		for (var label : run.request().labels().entrySet()) {
			line = line.addKeyValue("label." + label.getKey(), label.getValue());
		}
		String failure = run.failure()
			.map(why -> "%s: %s: %s".formatted(why.step(), why.diagnosis().cause(), why.diagnosis().explanation()))
			.orElse("");
		String cleanup = run.cleanup().map(why -> why.diagnosis().explanation()).orElse("");
		line.addKeyValue("failure", failure)
			.addKeyValue("cleanup", cleanup)
			.log("Run of {}/{} {}", resource.namespace(), resource.name(), run.status());
	}

	private static long millis(@org.jspecify.annotations.Nullable Duration duration) {
		return (duration != null) ? duration.toMillis() : 0;
	}

}
