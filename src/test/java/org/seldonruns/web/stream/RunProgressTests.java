package org.seldonruns.web.stream;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;

import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.run.Observation;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunId;
import org.seldonruns.run.StepName;
import org.seldonruns.run.request.FieldValidation;
import org.seldonruns.run.request.PredictionParameters;
import org.seldonruns.run.request.RunParameters;
import org.seldonruns.run.request.RunRequest;
import org.seldonruns.run.request.UpdateParameters;
import org.seldonruns.web.TestRuns;
import org.seldonruns.web.TickingTimekeeper;

import static org.assertj.core.api.Assertions.assertThat;

class RunProgressTests {

	private static final RunId ID = new RunId(UUID.fromString("0199f1c2-5c1e-7b3a-9d7f-2f1f6c0f8a11"));

	private final TickingTimekeeper time = new TickingTimekeeper();

	private final Run run = new Run(ID, TestRuns.request("seldon", Map.of()), 100, time);

	private final RunProgress progress = new RunProgress(run, UnaryOperator.identity(), time);

	@Test
	void writesProgressAndResult() throws IOException {
		assertThat(readText()).isEqualTo("""
				Run 0199f1c2-5c1e-7b3a-9d7f-2f1f6c0f8a11 of seldon/iris: replicas=2, timeout=5m, deleteTimeout=2m
				06:41:05.113Z  QUEUED
				""");
		assertThat(readText()).isEmpty();

		TestRuns.create(run, time);
		assertThat(readText()).isEqualTo(
				"""
						06:41:05.124Z  CREATE        started
						06:41:05.135Z  CREATE        SUCCEEDED in 11ms: created iris
						06:41:05.135Z  AWAIT_READY   started
						06:41:05.335Z  AWAIT_READY     Normal  SeldonDeployment/iris  Creating: the operator took it up
						06:41:05.335Z  AWAIT_READY     Warning Pod/iris-default-0-classifier-7d9f-xk2lp  BackOff: Back-off pulling image (x3)
						""");

		time.pass(Duration.ofSeconds(15));
		assertThat(heartbeat()).isEqualTo("06:41:20.335Z  AWAIT_READY   15.2s elapsed since the request\n");
	}

	@Test
	void alignsTheStepsOfPredictionsAndUpdates() throws IOException {
		RunRequest request = TestRuns.request();
		RunParameters parameters = new RunParameters(2, Duration.ofMinutes(5), Duration.ofMinutes(2), null,
				Duration.ZERO, FieldValidation.WARN, new PredictionParameters(null, 1), new UpdateParameters(null));
		Run all = new Run(ID, new RunRequest(request.resource(), parameters, Map.of(), null, null, request.parts()),
				100, time);
		RunProgress allSteps = new RunProgress(all, UnaryOperator.identity(), time);
		for (StepName step : StepName.values()) {
			all.begin(step, null);
			all.succeed(step, "done");
		}

		StringBuilder text = new StringBuilder();
		allSteps.writeChanges(text);
		assertThat(text.toString()).contains("Z  CREATE           started\n", "Z  PREDICT_UPDATED  started\n");
	}

	@Test
	void repeatsEventWhenItsCountHasDoubled() throws IOException {
		readText();
		List<String> lines = new ArrayList<>();
		for (int count = 1; count <= 9; count++) {
			time.pass(Duration.ofSeconds(1));
			run.observe(new Observation("a", "Pod", "iris-0", Observation.WARNING, "BackOff", "again", count));
			lines.add(readText());
		}

		assertThat(lines).filteredOn(line -> !line.isEmpty())
			.containsExactly("06:41:06.113Z  QUEUED          Warning Pod/iris-0  BackOff: again\n",
					"06:41:07.113Z  QUEUED          Warning Pod/iris-0  BackOff: again (x2)\n",
					"06:41:09.113Z  QUEUED          Warning Pod/iris-0  BackOff: again (x4)\n",
					"06:41:13.113Z  QUEUED          Warning Pod/iris-0  BackOff: again (x8)\n");
	}

	@Test
	void entryWithoutMessageHasNoColon() throws IOException {
		run.observe(new Observation("a", "Pod", "iris-0", Observation.NORMAL, "Gone", "", 1));

		assertThat(readText()).endsWith("  Normal  Pod/iris-0  Gone\n");
	}

	@Test
	void successHasDuration() throws IOException {
		TestRuns.succeed(run, time);

		StringBuilder text = new StringBuilder();
		assertThat(progress.writeChanges(text)).isTrue();

		assertThat(text).endsWith("""
				06:42:09.238Z  DELETE        started
				06:42:10.238Z  DELETE        SUCCEEDED in 1s: iris is gone
				SUCCEEDED in 1m5s
				""");
	}

	@Test
	void failureHasEvidenceAndFailedCleanup() throws IOException {
		TestRuns.failWithCleanup(run, time);

		assertThat(readText()).endsWith("""
				Evidence:
				  Pod iris-default-0-classifier-7d9f-xk2lp: ?[31mBackOff?[0m
				  first line
				  second line
				Cleanup failed; DELETE: DELETION_BLOCKED: the finalizer example.org/hold is in the way
				FAILED in 7m; AWAIT_READY: TIMED_OUT: iris-default-0-classifier has 0 of 1 replicas available
				""");
	}

	@Test
	void writesTimeUntilWhichResourceIsKept() throws IOException {
		TestRuns.fail(run, time);
		run.keep(time.now().plus(Duration.ofMinutes(30)));

		assertThat(readText()).contains("\nKept until 2026-11-22T07:16:05.335Z\nFAILED in ");
	}

	@Test
	void writesRunThatWasCancelledInQueue() throws IOException {
		readText();
		run.cancelWhileQueued(Diagnosis.of(Cause.CANCELLED, "cancelled on request"));

		assertThat(readText()).startsWith("06:41:05.113Z  CREATE        CANCELLED: cancelled on request\n")
			.endsWith("\nCANCELLED; CREATE: CANCELLED: cancelled on request\n");
	}

	@Test
	void writesHeartbeatsWhileARunIsQueued() throws IOException {
		time.pass(Duration.ofSeconds(15));

		assertThat(heartbeat()).isEqualTo("06:41:20.113Z  QUEUED        15s elapsed since the request\n");
	}

	private String readText() throws IOException {
		StringBuilder text = new StringBuilder();
		progress.writeChanges(text);
		return text.toString();
	}

	private String heartbeat() throws IOException {
		StringBuilder text = new StringBuilder();
		progress.writeHeartbeat(text);
		return text.toString();
	}

}
