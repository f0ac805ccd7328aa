package org.seldonruns.web.text;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xml.sax.SAXException;

import org.seldonruns.run.Cause;
import org.seldonruns.run.component.Component;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.run.Observation;
import org.seldonruns.run.Run;
import org.seldonruns.run.SampleRuns;
import org.seldonruns.run.RunId;
import org.seldonruns.run.StepName;
import org.seldonruns.web.TestRuns;
import org.seldonruns.web.TickingTimekeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JunitReportTests {

	private static final RunId ID = new RunId(UUID.fromString("0199f1c2-5c1e-7b3a-9d7f-2f1f6c0f8a11"));

	private final TickingTimekeeper time = new TickingTimekeeper();

	@Test
	void succeededRunHasDetailAndTimelineAsOutputOfEachStep() throws IOException, SAXException {
		Map<String, String> labels = new LinkedHashMap<>();
		labels.put("commit", "9f1c2e");
		labels.put("note", "a < b & \"c\"");
		Run run = new Run(ID, TestRuns.request("seldon", labels), 100, time);
		TestRuns.succeed(run, time);
		assertThat(report(run)).isEqualTo(
				"""
						<?xml version="1.0" encoding="UTF-8"?>
						<testsuite name="seldon.iris" tests="5" failures="0" errors="0" skipped="0" time="65.114">
						  <properties>
						    <property name="run" value="0199f1c2-5c1e-7b3a-9d7f-2f1f6c0f8a11"/>
						    <property name="status" value="SUCCEEDED"/>
						    <property name="namespace" value="seldon"/>
						    <property name="resource" value="SeldonDeployment/iris"/>
						    <property name="apiVersion" value="machinelearning.seldon.io/v1"/>
						    <property name="uid" value="0b6d7a52-52c5-4a0e-9a43-0f4f0d5d8f9e"/>
						    <property name="createdAt" value="2026-11-22T06:41:05.113Z"/>
						    <property name="startedAt" value="2026-11-22T06:41:05.124Z"/>
						    <property name="finishedAt" value="2026-11-22T06:42:10.238Z"/>
						    <property name="replicas" value="2"/>
						    <property name="timeout" value="PT5M"/>
						    <property name="deleteTimeout" value="PT2M"/>
						    <property name="stableFor" value="PT0S"/>
						    <property name="fieldValidation" value="Warn"/>
						    <property name="label.commit" value="9f1c2e"/>
						    <property name="label.note" value="a &lt; b &amp; &quot;c&quot;"/>
						  </properties>
						  <testcase name="CREATE" classname="seldon.iris" time="0.011">
						    <system-out>created iris</system-out>
						  </testcase>
						  <testcase name="AWAIT_READY" classname="seldon.iris" time="1.096">
						    <system-out>1 component is ready
						06:41:05.335Z Normal Creating SeldonDeployment/iris: the operator took it up
						06:41:05.335Z Warning BackOff Pod/iris-default-0-classifier-7d9f-xk2lp: Back-off pulling image (x3)</system-out>
						  </testcase>
						  <testcase name="SCALE" classname="seldon.iris" time="0.007">
						    <system-out>asked for 2 replicas</system-out>
						  </testcase>
						  <testcase name="AWAIT_SCALED" classname="seldon.iris" time="63.000">
						    <system-out>1 component has 2 replicas</system-out>
						  </testcase>
						  <testcase name="DELETE" classname="seldon.iris" time="1.000">
						    <system-out>iris is gone</system-out>
						  </testcase>
						</testsuite>
						""");
	}

	@Test
	void eachFailedStepHasItsDiagnosisAndTimeline() throws IOException, SAXException {
		Run run = new Run(ID, TestRuns.request(), 100, time);
		TestRuns.failWithCleanup(run, time);
		assertThat(report(run)).startsWith("""
				<?xml version="1.0" encoding="UTF-8"?>
				<testsuite name="seldon.iris" tests="5" failures="2" errors="0" skipped="2" time="420.211">
				""")
			.endsWith(
					"""
							  <testcase name="CREATE" classname="seldon.iris" time="0.011">
							    <system-out>created iris</system-out>
							  </testcase>
							  <testcase name="AWAIT_READY" classname="seldon.iris" time="300.200">
							    <failure type="TIMED_OUT" message="iris-default-0-classifier has 0 of 1 replicas available">iris-default-0-classifier has 0 of 1 replicas available

							TIMED_OUT: Step timed out (/problems/run-failed/timed-out)
							- Pod iris-default-0-classifier-7d9f-xk2lp: ?[31mBackOff?[0m
							- first line
							  second line</failure>
							    <system-out>06:41:05.335Z Normal Creating SeldonDeployment/iris: the operator took it up
							06:41:05.335Z Warning BackOff Pod/iris-default-0-classifier-7d9f-xk2lp: Back-off pulling image (x3)</system-out>
							  </testcase>
							  <testcase name="SCALE" classname="seldon.iris" time="0.000">
							    <skipped>the resource was not ready</skipped>
							  </testcase>
							  <testcase name="AWAIT_SCALED" classname="seldon.iris" time="0.000">
							    <skipped>the resource was not ready</skipped>
							  </testcase>
							  <testcase name="DELETE" classname="seldon.iris" time="120.000">
							    <failure type="DELETION_BLOCKED" message="the finalizer example.org/hold is in the way">the finalizer example.org/hold is in the way

							DELETION_BLOCKED: Deletion timed out (/problems/run-failed/deletion-blocked)</failure>
							  </testcase>
							</testsuite>
							""");
	}

	@Test
	void cancelledRunIsAnError() throws IOException, SAXException {
		Run run = new Run(ID, TestRuns.request(), 100, time);
		run.cancelWhileQueued(Diagnosis.of(Cause.CANCELLED, "cancelled on request"));
		assertThat(report(run))
			.contains("tests=\"5\" failures=\"0\" errors=\"1\" skipped=\"4\" time=\"0.000\"",
					"<error type=\"CANCELLED\" message=\"cancelled on request\">")
			.doesNotContain("startedAt", "\"uid\"", "keepOnFailure");
	}

	@Test
	void skippedStepsAreSkippedTestCases() throws IOException, SAXException {
		Run run = new Run(ID, TestRuns.request(), 100, time);
		TestRuns.create(run, time);
		run.components(List.of(SampleRuns.component(1, null)));
		run.succeed(StepName.AWAIT_READY, "1 component is ready");
		run.skip(StepName.SCALE, "every component is autoscaled");
		run.skip(StepName.AWAIT_SCALED, "every component is autoscaled");
		run.begin(StepName.DELETE, null);
		run.observe(new Observation("c", "Pod", "iris-0", Observation.NORMAL, "Gone", "", 1));
		run.succeed(StepName.DELETE, "iris is gone");
		assertThat(report(run)).contains("failures=\"0\" errors=\"0\" skipped=\"2\"",
				"<skipped>every component is autoscaled</skipped>", " Normal Gone Pod/iris-0</system-out>");
	}

	@Test
	void longTimesAreSecondsWithoutSeparators() throws IOException, SAXException {
		Run run = new Run(ID, TestRuns.request(), 100, time);
		run.begin(StepName.CREATE, null);
		time.pass(Duration.ofHours(12).plusMillis(5));
		run.fail(StepName.CREATE, Diagnosis.of(Cause.TIMED_OUT, "no answer"));
		for (StepName step : List.of(StepName.AWAIT_READY, StepName.SCALE, StepName.AWAIT_SCALED, StepName.DELETE)) {
			run.skip(step, "nothing was created");
		}
		assertThat(report(run)).contains("<testcase name=\"CREATE\" classname=\"seldon.iris\" time=\"43200.005\">");
	}

	@ParameterizedTest
	@EnumSource
	void everyCauseIsEitherFailureOrError(Cause cause) throws IOException, SAXException {
		Run run = new Run(ID, TestRuns.request(), 100, time);
		run.begin(StepName.CREATE, null);
		run.fail(StepName.CREATE, Diagnosis.of(cause, "why"));
		for (StepName step : List.of(StepName.AWAIT_READY, StepName.SCALE, StepName.AWAIT_SCALED, StepName.DELETE)) {
			run.skip(step, "nothing was created");
		}
		boolean error = switch (cause) {
			case CANCELLED, INTERRUPTED, INTERNAL_ERROR, CLUSTER_UNREACHABLE, WEBHOOK_UNAVAILABLE, DELETED_BY_ANOTHER,
					REPLACED_BY_ANOTHER, CHANGED_BY_ANOTHER ->
				true;
			default -> false;
		};
		assertThat(report(run)).contains(error ? "failures=\"0\" errors=\"1\"" : "failures=\"1\" errors=\"0\"",
				"<%s type=\"%s\"".formatted(error ? "error" : "failure", cause));
	}

	@Test
	void schemaRejectsInvalidDocuments() {
		assertThatExceptionOfType(SAXException.class)
			.isThrownBy(() -> JunitSchema.validate("<testsuite name='x' tests='1'/>".getBytes(StandardCharsets.UTF_8)));
	}

	private static String report(Run run) throws IOException, SAXException {
		byte[] report = JunitSchema.bytes(new JunitReport(run.snapshot()));
		JunitSchema.validate(report);
		return new String(report, StandardCharsets.UTF_8);
	}

}
