package org.seldonruns.web;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.Step;
import org.seldonruns.run.StepName;
import org.seldonruns.run.TimelineEntry;

/**
 * Shows a finished run as a JUnit report: a suite with a case for each step.
 * <p>
 * There is no one standard. This keeps to what the schemas of Jenkins and of Surefire
 * both allow, which is why the suite stands alone and carries no {@code timestamp}: when
 * it was played stands among its properties. Names are those of the resource, never of
 * the run, since readers compare a case with that of the same name before.
 */
final class JunitReport {

	private final IndentedXml xml = new IndentedXml();

	private final RunSnapshot run;

	private JunitReport(RunSnapshot run) {
		this.run = run;
	}

	/**
	 * Shows a run.
	 * @param run a run that is over
	 * @return an XML document in UTF-8
	 */
	static byte[] of(RunSnapshot run) {
		JunitReport report = new JunitReport(run);
		report.testsuite();
		return report.xml.bytes();
	}

	/**
	 * What the suite and the class of its cases are called.
	 * @param run a run
	 * @return as a class in a package, which is how readers group them
	 */
	static String name(RunSnapshot run) {
		return run.request().resource().namespace() + "." + run.request().resource().name();
	}

	private void testsuite() {
		xml.start("testsuite");
		xml.attribute("name", name(run));
		xml.attribute("tests", Integer.toString(run.steps().size()));
		xml.attribute("failures", count(JunitResult.FAILURE));
		xml.attribute("errors", count(JunitResult.ERROR));
		xml.attribute("skipped", count(JunitResult.SKIPPED));
		xml.attribute("time", seconds(run.duration()));
		properties(RunSummary.of(run));
		run.steps().forEach(this::testcase);
		xml.end();
	}

	private void properties(RunSummary summary) {
		xml.start("properties");
		property("run", summary.id());
		property("status", summary.status().name());
		property("namespace", summary.namespace());
		property("resource", summary.resource().kind() + "/" + summary.resource().name());
		property("apiVersion", summary.resource().apiVersion());
		property("uid", summary.resource().uid());
		property("startedBy", summary.startedBy());
		property("createdAt", at(summary.createdAt()));
		property("startedAt", at(summary.startedAt()));
		property("finishedAt", at(summary.finishedAt()));
		property("replicas", Integer.toString(summary.parameters().replicas()));
		property("timeout", summary.parameters().timeout());
		property("deleteTimeout", summary.parameters().deleteTimeout());
		property("keepOnFailure", summary.parameters().keepOnFailure());
		summary.labels().forEach((key, value) -> property("label." + key, value));
		xml.end();
	}

	private void property(String name, @Nullable String value) {
		if (value == null) {
			return;
		}
		xml.empty("property");
		xml.attribute("name", name);
		xml.attribute("value", value);
	}

	private void testcase(Step step) {
		xml.start("testcase");
		xml.attribute("name", step.name().name());
		xml.attribute("classname", name(run));
		xml.attribute("time", seconds(step.duration()));
		String output = seenDuring(step);
		switch (JunitResult.of(step)) {
			case SUCCESS -> output = (detail(step) + "\n" + output).strip();
			case FAILURE -> unhappy("failure", step.diagnosis());
			case ERROR -> unhappy("error", step.diagnosis());
			case SKIPPED -> xml.element("skipped", detail(step));
		}
		if (!output.isEmpty()) {
			xml.element("system-out", output);
		}
		xml.end();
	}

	private void unhappy(String element, @Nullable Diagnosis diagnosis) {
		if (diagnosis == null) {
			return;
		}
		xml.start(element);
		xml.attribute("type", diagnosis.cause().name());
		xml.attribute("message", diagnosis.explanation());
		// GitLab shows the text alone, Jenkins the message above it.
		xml.text(explained(diagnosis));
		xml.end();
	}

	private static String explained(Diagnosis diagnosis) {
		Cause cause = diagnosis.cause();
		StringBuilder text = new StringBuilder(diagnosis.explanation());
		text.append("\n\n%s: %s (%s)".formatted(cause.name(), FailureType.title(cause), FailureType.path(cause)));
		diagnosis.allEvidence().forEach(evidence -> text.append("\n- ").append(PrintableText.lines(evidence, "\n  ")));
		return text.toString();
	}

	private String seenDuring(Step step) {
		return run.timeline()
			.stream()
			.filter(entry -> belongsTo(step, entry))
			.map(JunitReport::line)
			.collect(Collectors.joining("\n"));
	}

	/** What was seen before the first step began stands with it. */
	private static boolean belongsTo(Step step, TimelineEntry entry) {
		return step.name() == ((entry.step() != null) ? entry.step() : StepName.CREATE);
	}

	private static String line(TimelineEntry entry) {
		TimelineView view = TimelineView.of(entry);
		return PrintableText.of(String.join(" ", Times.timeOfDay(view.at()), view.type(), view.reason(),
				RunText.told(RunText.object(view), view)));
	}

	private static String detail(Step step) {
		return (step.detail() != null) ? step.detail() : "";
	}

	private String count(JunitResult result) {
		return Long.toString(run.steps().stream().filter(step -> JunitResult.of(step) == result).count());
	}

	private static String seconds(@Nullable Duration duration) {
		return BigDecimal.valueOf((duration != null) ? duration.toMillis() : 0, 3).toPlainString();
	}

	private static @Nullable String at(@Nullable Instant instant) {
		return (instant != null) ? Times.text(instant) : null;
	}

}
