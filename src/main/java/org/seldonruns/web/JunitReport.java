package org.seldonruns.web;

import java.io.OutputStream;
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

	private final RunSnapshot run;

	/**
	 * Creates the report of a run.
	 * @param run a finished run
	 */
	JunitReport(RunSnapshot run) {
		this.run = run;
	}

	/**
	 * Returns the size of the document.
	 * @return bytes
	 */
	long length() {
		ByteCounter counter = new ByteCounter();
		writeTo(counter);
		return counter.bytes;
	}

	/**
	 * Writes the document, in UTF-8, without holding it in memory.
	 * @param output takes it
	 */
	void writeTo(OutputStream output) {
		IndentedXml xml = new IndentedXml(output);
		testsuite(xml);
		xml.finish();
	}

	/**
	 * What the suite and the class of its cases are called.
	 * @param run a run
	 * @return as a class in a package, which is how readers group them
	 */
	static String name(RunSnapshot run) {
		return run.request().resource().namespace() + "." + run.request().resource().name();
	}

	private void testsuite(IndentedXml xml) {
		xml.start("testsuite");
		xml.attribute("name", name(run));
		xml.attribute("tests", Integer.toString(run.steps().size()));
		xml.attribute("failures", count(JunitResult.FAILURE));
		xml.attribute("errors", count(JunitResult.ERROR));
		xml.attribute("skipped", count(JunitResult.SKIPPED));
		xml.attribute("time", seconds(run.duration()));
		properties(xml, RunSummary.of(run));
		run.steps().forEach(step -> testcase(xml, step));
		xml.end();
	}

	private static void properties(IndentedXml xml, RunSummary summary) {
		xml.start("properties");
		property(xml, "run", summary.id());
		property(xml, "status", summary.status().name());
		property(xml, "namespace", summary.namespace());
		property(xml, "resource", summary.resource().kind() + "/" + summary.resource().name());
		property(xml, "apiVersion", summary.resource().apiVersion());
		property(xml, "uid", summary.resource().uid());
		property(xml, "startedBy", summary.startedBy());
		property(xml, "createdAt", at(summary.createdAt()));
		property(xml, "startedAt", at(summary.startedAt()));
		property(xml, "finishedAt", at(summary.finishedAt()));
		property(xml, "replicas", Integer.toString(summary.parameters().replicas()));
		property(xml, "timeout", summary.parameters().timeout());
		property(xml, "deleteTimeout", summary.parameters().deleteTimeout());
		property(xml, "keepOnFailure", summary.parameters().keepOnFailure());
		summary.labels().forEach((key, value) -> property(xml, "label." + key, value));
		xml.end();
	}

	private static void property(IndentedXml xml, String name, @Nullable String value) {
		if (value == null) {
			return;
		}
		xml.empty("property");
		xml.attribute("name", name);
		xml.attribute("value", value);
	}

	private void testcase(IndentedXml xml, Step step) {
		xml.start("testcase");
		xml.attribute("name", step.name().name());
		xml.attribute("classname", name(run));
		xml.attribute("time", seconds(step.duration()));
		String output = seenDuring(step);
		switch (JunitResult.of(step)) {
			case SUCCESS -> output = (detail(step) + "\n" + output).strip();
			case FAILURE -> unhappy(xml, "failure", step.diagnosis());
			case ERROR -> unhappy(xml, "error", step.diagnosis());
			case SKIPPED -> xml.element("skipped", detail(step));
		}
		if (!output.isEmpty()) {
			xml.element("system-out", output);
		}
		xml.end();
	}

	private static void unhappy(IndentedXml xml, String element, @Nullable Diagnosis diagnosis) {
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

	/** What was seen before the first step or after the last stands with that step. */
	private static boolean belongsTo(Step step, TimelineEntry entry) {
		if (entry.step() != null) {
			return step.name() == entry.step();
		}
		return step.name() == (entry.afterEnd() ? StepName.DELETE : StepName.CREATE);
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

	/** Counts what is written to it. */
	private static final class ByteCounter extends OutputStream {

		private long bytes;

		@Override
		public void write(int one) {
			bytes++;
		}

		@Override
		public void write(byte[] some, int offset, int length) {
			bytes += length;
		}

	}

}
