package org.seldonruns.lifecycle;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunId;
import org.seldonruns.run.StepName;
import org.seldonruns.run.Warning;
import org.seldonruns.time.ManualTimekeeper;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

class RunLogTests {

	private final ManualTimekeeper timekeeper = new ManualTimekeeper();

	private final Run run = new Run(RunId.next(), Stage.request(Sample.single(), Map.of("commit", "9f1c2e")), 10,
			timekeeper);

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

	@BeforeEach
	void listen() {
		appender.start();
		logger().addAppender(appender);
	}

	@AfterEach
	void leave() {
		logger().detachAppender(appender);
	}

	@Test
	void writesOneLinePerRun() {
		execute(StepName.CREATE, 11);
		execute(StepName.AWAIT_READY, 500);
		execute(StepName.SCALE, 9);
		execute(StepName.AWAIT_SCALED, 400);
		execute(StepName.DELETE, 80);
		assertThat(logged()).containsExactly(entry("status", "SUCCEEDED"), entry("namespace", "seldon"),
				entry("name", "iris"), entry("durationMillis", "1000"), entry("step.CREATE", "SUCCEEDED 11 ms"),
				entry("step.AWAIT_READY", "SUCCEEDED 500 ms"), entry("step.SCALE", "SUCCEEDED 9 ms"),
				entry("step.AWAIT_SCALED", "SUCCEEDED 400 ms"), entry("step.DELETE", "SUCCEEDED 80 ms"),
				entry("labels", "{commit=9f1c2e}"), entry("warnings", "[]"), entry("failure", ""),
				entry("cleanup", ""));
		assertThat(appender.list.getFirst().getFormattedMessage()).isEqualTo("Run of seldon/iris SUCCEEDED in 1s");
		assertThat(appender.list.getFirst().getMDCPropertyMap()).containsEntry("run", run.id().toString());
		assertThat(appender.list.getFirst().getLevel()).isEqualTo(Level.INFO);
	}

	@Test
	void writesTheWarnings() {
		run.begin(StepName.CREATE, null);
		run.warn(Warning.of(Warning.Source.API_SERVER, "unknown field \"spec.foo\""));
		run.succeed(StepName.CREATE, "created iris");
		for (StepName step : List.of(StepName.AWAIT_READY, StepName.SCALE, StepName.AWAIT_SCALED, StepName.DELETE)) {
			execute(step, 1);
		}
		assertThat(logged()).containsEntry("warnings", "[unknown field \"spec.foo\"]");
		assertThat(appender.list.getFirst().getFormattedMessage()).endsWith("; warnings: unknown field \"spec.foo\"");
	}

	@Test
	void writesTheFailureAndTheCleanup() {
		execute(StepName.CREATE, 11);
		run.begin(StepName.AWAIT_READY, null);
		run.fail(StepName.AWAIT_READY, Diagnosis.of(Cause.TIMED_OUT, "not ready after 1 min"));
		run.skip(StepName.SCALE, "AWAIT_READY failed");
		run.skip(StepName.AWAIT_SCALED, "AWAIT_READY failed");
		run.begin(StepName.DELETE, null);
		run.fail(StepName.DELETE, Diagnosis.of(Cause.DELETION_BLOCKED, "not deleted after 30 s"));
		assertThat(logged()).containsEntry("status", "FAILED")
			.containsEntry("failure", "AWAIT_READY: TIMED_OUT: not ready after 1 min")
			.containsEntry("cleanup", "DELETE: DELETION_BLOCKED: not deleted after 30 s")
			.containsEntry("step.SCALE", "SKIPPED 0 ms");
	}

	@Test
	void writesLineForRunCancelledInQueue() {
		run.cancelWhileQueued(Diagnosis.of(Cause.CANCELLED, "cancelled on request"));
		assertThat(logged()).containsEntry("status", "CANCELLED").containsEntry("durationMillis", "0");
	}

	private void execute(StepName step, int millis) {
		run.begin(step, null);
		timekeeper.advance(Duration.ofMillis(millis));
		run.succeed(step, "done");
	}

	private Map<String, String> logged() {
		new RunLog().finished(run.snapshot());
		assertThat(appender.list).hasSize(1);
		Map<String, String> pairs = new LinkedHashMap<>();
		appender.list.getFirst().getKeyValuePairs().forEach(pair -> pairs.put(pair.key, String.valueOf(pair.value)));
		return pairs;
	}

	private static Logger logger() {
		return (Logger) LoggerFactory.getLogger(RunLog.class);
	}

}
