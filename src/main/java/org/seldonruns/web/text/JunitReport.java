package org.seldonruns.web.text;

import java.io.DataOutputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import javax.xml.transform.OutputKeys;
import javax.xml.transform.TransformerConfigurationException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.sax.SAXTransformerFactory;
import javax.xml.transform.sax.TransformerHandler;
import javax.xml.transform.stream.StreamResult;

import org.jspecify.annotations.Nullable;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.AttributesImpl;

import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.Step;
import org.seldonruns.run.StepName;
import org.seldonruns.run.TimelineEntry;
import org.seldonruns.web.view.CauseDocumentation;
import org.seldonruns.web.view.RunSummary;
import org.seldonruns.web.view.TimeFormats;
import org.seldonruns.web.view.TimelineView;
import org.seldonruns.web.view.WarningView;

/**
 * The JUnit report of a finished run: a test suite with a test case per step.
 * <p>
 * The format has no standard. The report is valid for the schemas of both Jenkins and
 * Surefire, hence the single suite without {@code timestamp}; the times of the run are
 * properties. Names do not contain the id of the run, because CI servers compare test
 * cases of the same name across builds.
 */
public record JunitReport(RunSnapshot run) {

	/** Returns the size of the document in bytes. */
	public long length() {
		DataOutputStream counter = new DataOutputStream(OutputStream.nullOutputStream());
		writeTo(counter);
		return counter.size();
	}

	/** Writes the document in UTF-8 without buffering it in memory. */
	void writeTo(OutputStream output) {
		try {
			TransformerHandler xml = ((SAXTransformerFactory) TransformerFactory.newDefaultInstance())
				.newTransformerHandler();
			xml.getTransformer().setOutputProperty(OutputKeys.INDENT, "yes");
			xml.getTransformer().setOutputProperty("{http://xml.apache.org/xslt}indent-amount", "2");
			// Adds a line break after the XML declaration.
			xml.getTransformer().setOutputProperty("jdk.xml.xsltcIsStandalone", "yes");
			xml.setResult(new StreamResult(output));
			xml.startDocument();
			testsuite(xml);
			xml.endDocument();
		}
		catch (SAXException | TransformerConfigurationException exception) {
			throw new IllegalStateException("cannot write the XML document", exception);
		}
	}

	/**
	 * Returns the name of the suite, {@code <namespace>.<name>}. CI servers read it as
	 * package and class and group test cases by them.
	 */
	public static String name(RunSnapshot run) {
		return run.request().resource().namespace() + "." + run.request().resource().name();
	}

	private void testsuite(ContentHandler xml) throws SAXException {
		start(xml, "testsuite", "name", name(run), "tests", Integer.toString(run.steps().size()), "failures",
				count(JunitResult.FAILURE), "errors", count(JunitResult.ERROR), "skipped", count(JunitResult.SKIPPED),
				"time", seconds(run.duration()));
		properties(xml, RunSummary.of(run));
		for (Step step : run.steps()) {
			testcase(xml, step);
		}
		if (!run.warnings().isEmpty()) {
			element(xml, "system-err",
					String.join("\n", run.warnings().stream().map(WarningView::of).map(RunText::describe).toList()));
		}
		end(xml, "testsuite");
	}

	private static void properties(ContentHandler xml, RunSummary summary) throws SAXException {
		start(xml, "properties");
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
		property(xml, "stableFor", summary.parameters().stableFor());
		property(xml, "fieldValidation", summary.parameters().fieldValidation());
		property(xml, "predictions", Objects.toString(summary.parameters().predictions(), null));
		property(xml, "predictPath", summary.parameters().predictPath());
		property(xml, "maxDowntime", summary.parameters().maxDowntime());
		for (Map.Entry<String, String> label : summary.labels().entrySet()) {
			property(xml, "label." + label.getKey(), label.getValue());
		}
		end(xml, "properties");
	}

	private static void property(ContentHandler xml, String name, @Nullable String value) throws SAXException {
		if (value != null) {
			element(xml, "property", "", "name", name, "value", value);
		}
	}

	private void testcase(ContentHandler xml, Step step) throws SAXException {
		start(xml, "testcase", "name", step.name().name(), "classname", name(run), "time", seconds(step.duration()));
		String output = timeline(step);
		switch (JunitResult.of(step)) {
			case SUCCESS -> output = (detail(step) + "\n" + output).strip();
			case FAILURE -> failureOrError(xml, "failure", step.diagnosis());
			case ERROR -> failureOrError(xml, "error", step.diagnosis());
			case SKIPPED -> element(xml, "skipped", detail(step));
		}
		if (!output.isEmpty()) {
			element(xml, "system-out", output);
		}
		end(xml, "testcase");
	}

	private static void failureOrError(ContentHandler xml, String name, @Nullable Diagnosis diagnosis)
			throws SAXException {
		if (diagnosis != null) {
			// GitLab shows the text alone, Jenkins the message above it.
			element(xml, name, text(diagnosis), "type", diagnosis.cause().name(), "message", diagnosis.explanation());
		}
	}

	private static String text(Diagnosis diagnosis) {
		Cause cause = diagnosis.cause();
		StringBuilder text = new StringBuilder(diagnosis.explanation());
		text.append("\n\n%s: %s (%s)".formatted(cause.name(), CauseDocumentation.title(cause),
				CauseDocumentation.path(cause)));
		diagnosis.allEvidence().forEach(evidence -> text.append("\n- ").append(PrintableText.lines(evidence, "\n  ")));
		return text.toString();
	}

	private String timeline(Step step) {
		return run.timeline()
			.stream()
			.filter(entry -> belongsTo(step, entry))
			.map(JunitReport::line)
			.collect(Collectors.joining("\n"));
	}

	/**
	 * Returns whether an entry belongs to a step. Entries from before the first step
	 * belong to CREATE, entries from after the end of the run to DELETE.
	 */
	private static boolean belongsTo(Step step, TimelineEntry entry) {
		if (entry.step() != null) {
			return step.name() == entry.step();
		}
		return step.name() == (entry.afterEnd() ? StepName.DELETE : StepName.CREATE);
	}

	private static String line(TimelineEntry entry) {
		TimelineView view = TimelineView.of(entry);
		return PrintableText.of(String.join(" ", TimeFormats.timeOfDay(view.at()), view.type(), view.reason(),
				RunText.describe(RunText.object(view), view)));
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
		return (instant != null) ? TimeFormats.text(instant) : null;
	}

	private static void element(ContentHandler xml, String name, String content, String... attributes)
			throws SAXException {
		start(xml, name, attributes);
		char[] text = PrintableText.lines(content, "\n").toCharArray();
		xml.characters(text, 0, text.length);
		end(xml, name);
	}

	/**
	 * Starts an element. Control characters in attributes are replaced, because XML does
	 * not allow them.
	 */
	private static void start(ContentHandler xml, String name, String... attributes) throws SAXException {
		AttributesImpl all = new AttributesImpl();
		for (int i = 0; i < attributes.length; i += 2) {
			all.addAttribute("", attributes[i], attributes[i], "CDATA", PrintableText.of(attributes[i + 1]));
		}
		xml.startElement("", name, name, all);
	}

	private static void end(ContentHandler xml, String name) throws SAXException {
		xml.endElement("", name, name);
	}

}
