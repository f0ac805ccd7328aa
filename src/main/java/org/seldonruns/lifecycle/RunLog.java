package org.seldonruns.lifecycle;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.seldonruns.run.Failure;
import org.seldonruns.run.request.ResourceName;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.Step;
import org.seldonruns.run.Warning;
import org.seldonruns.time.Durations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.spi.LoggingEventBuilder;

import org.springframework.stereotype.Component;

/**
 * Writes one log line for each finished run. With structured logging, the key-value pairs
 * become members of the JSON.
 */
@Component
class RunLog {

	/** The key under which log lines carry the id of their run. */
	static final String RUN = "run";

	private static final Logger log = LoggerFactory.getLogger(RunLog.class);

	@SuppressWarnings("try") // the resource is there to be closed
	void finished(RunSnapshot run) {
		try (MDC.MDCCloseable thisRun = MDC.putCloseable(RUN, run.id().toString())) {
			write(run);
		}
	}

	private static void write(RunSnapshot run) {
		ResourceName resource = run.request().resource();
		LoggingEventBuilder line = log.atInfo()
			.addKeyValue("status", run.status())
			.addKeyValue("namespace", resource.namespace())
			.addKeyValue("name", resource.name())
			.addKeyValue("durationMillis", millis(run.duration()));
		for (Step step : run.steps()) {
			line = line.addKeyValue("step." + step.name(), step.status() + " " + millis(step.duration()) + " ms");
		}
		String failure = run.failure().map(RunLog::text).orElse("");
		String cleanup = run.cleanup().map(RunLog::text).orElse("");
		List<String> warnings = run.warnings().stream().map(Warning::message).toList();
		// One member: label keys could conflict as JSON members of their own.
		line.addKeyValue("labels", run.request().labels())
			.addKeyValue("warnings", warnings)
			.addKeyValue("failure", failure)
			.addKeyValue("cleanup", cleanup)
			.log("Run of {}/{} {} in {}{}{}{}", resource.namespace(), resource.name(), run.status(),
					Durations.of(Duration.ofMillis(millis(run.duration()))), failure.isEmpty() ? "" : "; " + failure,
					cleanup.isEmpty() ? "" : "; cleanup failed: " + cleanup,
					warnings.isEmpty() ? "" : "; warnings: " + String.join("; ", warnings));
	}

	private static String text(Failure failure) {
		return "%s: %s: %s".formatted(failure.step(), failure.diagnosis().cause(), failure.diagnosis().explanation());
	}

	private static long millis(@Nullable Duration duration) {
		return (duration != null) ? duration.toMillis() : 0;
	}

}
