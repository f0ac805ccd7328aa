package org.seldonruns.web.text;

import org.seldonruns.run.Observation;
import org.seldonruns.run.availability.Availability;
import org.seldonruns.run.availability.PredictionCounts;
import org.seldonruns.run.component.Component;
import org.seldonruns.run.prediction.Answer;
import org.seldonruns.run.prediction.Latency;
import org.seldonruns.run.prediction.PredictionResult;
import org.seldonruns.run.request.FieldValidation;
import org.seldonruns.run.request.PredictionParameters;
import org.seldonruns.run.request.RunParameters;
import org.seldonruns.run.request.RunRequest;
import org.seldonruns.run.request.UpdateParameters;
import org.seldonruns.web.TestRuns;
import org.seldonruns.web.TickingTimekeeper;
import org.seldonruns.web.openapi.Examples;
import org.seldonruns.web.view.RunView;
import java.time.Duration;
import java.util.stream.Stream;
import java.util.stream.IntStream;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.List;
import java.io.UncheckedIOException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import org.seldonruns.run.Run;
import org.seldonruns.run.RunId;
import org.seldonruns.run.Warning;
import org.seldonruns.run.StepName;

import static org.assertj.core.api.Assertions.assertThat;

public class RunTextTests {

	private static final RunId ID = new RunId(UUID.fromString("0199f1c2-5c1e-7b3a-9d7f-2f1f6c0f8a11"));

	private final TickingTimekeeper time = new TickingTimekeeper();

	@Test
	void rendersSucceededRun() {
		Map<String, String> labels = new LinkedHashMap<>();
		labels.put("commit", "9f1c2e");
		labels.put("pipeline", "nightly");
		Run run = new Run(ID, TestRuns.request("seldon", labels), 100, time);
		TestRuns.succeed(run, time);
		assertThat(text(run)).isEqualTo(
				"""
						Name:         iris
						Namespace:    seldon
						Kind:         SeldonDeployment
						API Version:  machinelearning.seldon.io/v1
						UID:          0b6d7a52-52c5-4a0e-9a43-0f4f0d5d8f9e
						Run:          0199f1c2-5c1e-7b3a-9d7f-2f1f6c0f8a11
						Status:       SUCCEEDED
						Labels:       commit=9f1c2e
						              pipeline=nightly
						Started By:   <none>
						Parameters:   replicas=2, timeout=5m, deleteTimeout=2m
						Created At:   2026-11-22T06:41:05.113Z
						Started At:   2026-11-22T06:41:05.124Z
						Finished At:  2026-11-22T06:42:10.238Z
						Duration:     1m5s
						Steps:
						  Name          Status     Duration  Detail
						  ----          ------     --------  ------
						  CREATE        SUCCEEDED  11ms      created iris
						  AWAIT_READY   SUCCEEDED  1.0s      1 component is ready
						  SCALE         SUCCEEDED  7ms       asked for 2 replicas
						  AWAIT_SCALED  SUCCEEDED  1m3s      1 component has 2 replicas
						  DELETE        SUCCEEDED  1s        iris is gone
						Components:
						  Deployment                 Kind       Predictor  Initial  Scaled  Autoscaler  Restarts  Pods
						  ----------                 ----       ---------  -------  ------  ----------  --------  ----
						  iris-default-0-classifier  component  default    1        2       <none>      0         <none>
						Timeline:
						  Seq  At             Occurred At  Step         Type     Reason    Object                                    Message
						  ---  --             -----------  ----         ----     ------    ------                                    -------
						  1    06:41:05.335Z               AWAIT_READY  Normal   Creating  SeldonDeployment/iris                     the operator took it up
						  2    06:41:05.335Z  06:41:04Z    AWAIT_READY  Warning  BackOff   Pod/iris-default-0-classifier-7d9f-xk2lp  Back-off pulling image (x3)
						""");
	}

	@Test
	void exampleHasTheSameColumns() {
		Run run = new Run(ID, TestRuns.request(), 100, time);
		TestRuns.succeed(run, time);

		assertThat(columns(Examples.TEXT)).hasSize(3).isEqualTo(columns(text(run)));
	}

	/** Returns the titles of the tables in a text, which are underlined. */
	private static List<List<String>> columns(String text) {
		List<String> lines = text.lines().toList();
		return IntStream.range(1, lines.size())
			.filter(index -> lines.get(index).strip().startsWith("---"))
			.mapToObj(index -> List.of(lines.get(index - 1).strip().split(" {2,}")))
			.toList();
	}

	@Test
	void rendersWarningsWithTheirPlace() {
		Run run = new Run(ID, TestRuns.request(), 100, time);
		run.begin(StepName.CREATE, Duration.ofMinutes(5));
		run.warn(new Warning(Warning.Source.API_SERVER, "unknown field \"spec.foo\"", "/spec/foo", 7));
		run.warn(Warning.of(Warning.Source.RUN, "a container restarted"));
		run.progress(StepName.CREATE, "waiting for the watches of the namespace");

		assertThat(text(run)).contains("""
				Warnings:
				  - API_SERVER line 7 /spec/foo: unknown field "spec.foo"
				  - RUN: a container restarted
				""", "until 06:46:05.113Z; waiting for the watches of the namespace");
	}

	@Test
	void rendersPredictionsWithTheFirstAnswer() {
		RunRequest request = TestRuns.request();
		RunParameters parameters = new RunParameters(2, Duration.ofMinutes(5), Duration.ofMinutes(2), null,
				Duration.ZERO, FieldValidation.WARN, new PredictionParameters("/mine", 3), null);
		Run run = new Run(ID, new RunRequest(request.resource(), parameters, Map.of(), null, null, request.parts()),
				100, time);
		for (StepName step : List.of(StepName.CREATE, StepName.AWAIT_READY)) {
			run.begin(step, null);
			run.succeed(step, "done");
		}
		run.begin(StepName.PREDICT, null);
		Map<String, Integer> answers = new LinkedHashMap<>();
		answers.put("503", 1);
		answers.put("200", 2);
		run.predicted(StepName.PREDICT,
				new PredictionResult("main", "iris-main", "/mine", answers,
						Latency
							.of(Stream.of(3000, 1234, 2000).map(micros -> Duration.ofNanos(micros * 1000L)).toList()),
						Duration.ofMillis(250), new Answer(503, "text/plain", 12, false, "busy\nlater")));

		assertThat(text(run)).contains("""
				Predictions:
				  Step     Predictor  Answers           Min    Median  P95    Max    First Answer After
				  ----     ---------  -------           ---    ------  ---    ---    ------------------
				  PREDICT  main       1 x 503, 2 x 200  1.2ms  2.0ms   3.0ms  3.0ms  250ms
				  First answer to PREDICT of main, status 503, 12 bytes and more:
				    busy
				    later
				""", "predictions=3, predictPath=/mine");
	}

	@Test
	void rendersAvailabilityDuringTheUpdate() {
		RunRequest request = TestRuns.request();
		RunParameters parameters = new RunParameters(2, Duration.ofMinutes(5), Duration.ofMinutes(2), null,
				Duration.ZERO, FieldValidation.WARN, null, new UpdateParameters(Duration.ofSeconds(30)));
		Run run = new Run(ID, new RunRequest(request.resource(), parameters, Map.of(), null, null, request.parts()),
				100, time);
		for (StepName step : List.of(StepName.CREATE, StepName.AWAIT_READY, StepName.SCALE, StepName.AWAIT_SCALED,
				StepName.UPDATE)) {
			run.begin(step, null);
			run.succeed(step, "done");
		}
		run.components(List.of(new Component("iris-main-0-m", Component.Kind.COMPONENT, "main", List.of("m"), 1, 2, 3,
				false, null, 0, null)));
		run.begin(StepName.AWAIT_UPDATED, null);
		run.observed(StepName.AWAIT_UPDATED, List.of(
				new Availability("main", "iris-main", 0, Duration.ofMillis(1500),
						new PredictionCounts(Map.of("503", 2), 2,
								List.of(new PredictionCounts.Failure(time.now(), "503")))),
				new Availability("canary", "iris-canary", 1, Duration.ZERO, null)));

		assertThat(text(run)).contains("""
				Availability During The Update:
				  Predictor  Min Ready Pods  Longest Downtime  Answers  Failed
				  ---------  --------------  ----------------  -------  ------
				  main       0               1.5s              2 x 503  2
				  canary     1               0ms               <none>   <none>
				  Prediction to main at 06:41:05.113Z: 503
				Components:
				  Deployment     Kind       Predictor  Initial  Scaled  Updated  Autoscaler  Restarts  Pods
				  ----------     ----       ---------  -------  ------  -------  ----------  --------  ----
				  iris-main-0-m  component  main       1        2       3        <none>      0         <none>
				""", "maxDowntime=30s");
	}

	@Test
	void rendersFailedRunWithEvidenceAndFailedCleanup() {
		Run run = new Run(ID, TestRuns.request(), 100, time);
		TestRuns.failWithCleanup(run, time);
		assertThat(text(run)).isEqualTo(
				"""
						Name:         iris
						Namespace:    seldon
						Kind:         SeldonDeployment
						API Version:  machinelearning.seldon.io/v1
						UID:          0b6d7a52-52c5-4a0e-9a43-0f4f0d5d8f9e
						Run:          0199f1c2-5c1e-7b3a-9d7f-2f1f6c0f8a11
						Status:       FAILED
						Labels:       commit=9f1c2e
						Started By:   <none>
						Parameters:   replicas=2, timeout=5m, deleteTimeout=2m
						Created At:   2026-11-22T06:41:05.113Z
						Started At:   2026-11-22T06:41:05.124Z
						Finished At:  2026-11-22T06:48:05.335Z
						Duration:     7m
						Steps:
						  Name          Status     Duration  Detail
						  ----          ------     --------  ------
						  CREATE        SUCCEEDED  11ms      created iris
						  AWAIT_READY   FAILED     5m        iris-default-0-classifier has 0 of 1 replicas available
						  SCALE         SKIPPED    <none>    the resource was not ready
						  AWAIT_SCALED  SKIPPED    <none>    the resource was not ready
						  DELETE        FAILED     2m        the finalizer example.org/hold is in the way
						Components:   <none>
						Timeline:
						  Seq  At             Occurred At  Step         Type     Reason    Object                                    Message
						  ---  --             -----------  ----         ----     ------    ------                                    -------
						  1    06:41:05.335Z               AWAIT_READY  Normal   Creating  SeldonDeployment/iris                     the operator took it up
						  2    06:41:05.335Z  06:41:04Z    AWAIT_READY  Warning  BackOff   Pod/iris-default-0-classifier-7d9f-xk2lp  Back-off pulling image (x3)
						Failure:
						  Step:       AWAIT_READY
						  Cause:      TIMED_OUT
						  Title:      Step timed out
						  Detail:     iris-default-0-classifier has 0 of 1 replicas available
						  Type:       /problems/run-failed/timed-out
						  Evidence:
						    - Pod iris-default-0-classifier-7d9f-xk2lp: ?[31mBackOff?[0m
						    - first line
						      second line
						Cleanup Failure:
						  Step:       DELETE
						  Cause:      DELETION_BLOCKED
						  Title:      Deletion timed out
						  Detail:     the finalizer example.org/hold is in the way
						  Type:       /problems/run-failed/deletion-blocked
						  Evidence:   <none>
						""");
	}

	@Test
	void rendersQueuedRun() {
		Run run = new Run(ID, TestRuns.request("seldon", Map.of()), 100, time);
		assertThat(text(run)).isEqualTo("""
				Name:         iris
				Namespace:    seldon
				Kind:         SeldonDeployment
				API Version:  machinelearning.seldon.io/v1
				UID:          <none>
				Run:          0199f1c2-5c1e-7b3a-9d7f-2f1f6c0f8a11
				Status:       QUEUED
				Labels:       <none>
				Started By:   <none>
				Parameters:   replicas=2, timeout=5m, deleteTimeout=2m
				Created At:   2026-11-22T06:41:05.113Z
				Started At:   <none>
				Finished At:  <none>
				Duration:     <none>
				Steps:
				  Name          Status   Duration  Detail
				  ----          ------   --------  ------
				  CREATE        PENDING  <none>
				  AWAIT_READY   PENDING  <none>
				  SCALE         PENDING  <none>
				  AWAIT_SCALED  PENDING  <none>
				  DELETE        PENDING  <none>
				Components:   <none>
				Timeline:     <none>
				""");
	}

	private static String text(Run run) {
		return RunTextTests.text(RunView.of(run.snapshot()));
	}

	/** Formats a run. */
	public static String text(RunView run) {
		StringBuilder text = new StringBuilder();
		try {
			RunText.write(run, text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return text.toString();
	}

	@Test
	void rendersEachRowOfATableTwice() throws IOException {
		AtomicInteger rendered = new AtomicInteger();
		List<Integer> rows = IntStream.range(0, 10_000).boxed().toList();

		TextTable.plain(List.of("Number"), rows, row -> {
			rendered.incrementAndGet();
			return Stream.of(row.toString());
		}).writeTo(new StringBuilder());

		assertThat(rendered).hasValue(20_000);
	}

	@Test
	void entryAfterTheEndIsMarked() {
		TickingTimekeeper time = new TickingTimekeeper();
		Run run = new Run(RunId.next(), TestRuns.request(), 100, time);
		TestRuns.succeed(run, time);
		run.observeAfterEnd(new Observation("late", "SeldonDeployment", "iris", Observation.NORMAL, "Gone", "", 1),
				time.now());

		assertThat(text(RunView.of(run.snapshot()))).containsPattern("FINISHED +Normal +Gone");
	}

}
