package org.seldonruns.web;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.seldonruns.time.Durations;

/** Shows a run as a text for terminals, in the manner of {@code kubectl describe}. */
final class RunText {

	private static final String NONE = "<none>";

	private static final int NAME_WIDTH = 14;

	private final StringBuilder text = new StringBuilder();

	private RunText() {
	}

	/**
	 * Shows a run.
	 * @param run the run
	 * @return lines, the last of which ends, too
	 */
	static String of(RunView run) {
		RunText text = new RunText();
		text.header(run.summary());
		text.steps(run.summary());
		text.components(run.summary());
		text.timeline(run);
		text.failure("Failure", run.summary().failure());
		text.failure("Cleanup", run.summary().cleanup());
		return text.text.toString();
	}

	private void header(RunSummary run) {
		ResourceView resource = run.resource();
		line("Name", resource.name());
		line("Namespace", run.namespace());
		line("Kind", resource.kind());
		line("API Version", resource.apiVersion());
		line("UID", orNone(resource.uid()));
		line("Run", run.id());
		line("Status", run.status().name());
		labels(run.labels());
		line("Started By", orNone(run.startedBy()));
		line("Parameters", parameters(run.parameters()));
		line("Created At", at(run.createdAt()));
		line("Started At", at(run.startedAt()));
		line("Finished At", at(run.finishedAt()));
		line("Duration", lasting(run.durationMillis()));
		if (run.keptUntil() != null) {
			line("Kept Until", at(run.keptUntil()));
		}
	}

	private void labels(Map<String, String> labels) {
		String indent = "\n" + " ".repeat(NAME_WIDTH);
		String lines = labels.entrySet()
			.stream()
			.map(label -> PrintableText.of(label.getKey() + "=" + label.getValue()))
			.collect(Collectors.joining(indent));
		text.append(name("Labels")).append(lines.isEmpty() ? NONE : lines).append('\n');
	}

	private void steps(RunSummary run) {
		TextTable table = new TextTable("Name", "Status", "Duration", "Detail");
		for (StepView step : run.steps()) {
			table.row(step.name().name(), step.status().name(), lasting(step.durationMillis()),
					(step.detail() != null) ? step.detail() : "");
		}
		text.append("Steps:\n").append(table);
	}

	private void components(RunSummary run) {
		if (run.components().isEmpty()) {
			line("Components", NONE);
			return;
		}
		TextTable table = new TextTable("Deployment", "Initial", "Scaled", "Autoscaled");
		for (ComponentView component : run.components()) {
			Integer scaled = component.replicas().scaled();
			table.row(component.deployment(), Integer.toString(component.replicas().initial()),
					(scaled != null) ? scaled.toString() : NONE, Boolean.toString(component.autoscaled()));
		}
		text.append("Components:\n").append(table);
	}

	private void timeline(RunView run) {
		if (run.timeline().isEmpty()) {
			line("Timeline", NONE);
			return;
		}
		TextTable table = new TextTable("Seq", "At", "Occurred At", "Step", "Type", "Reason", "Object", "Message");
		for (TimelineView entry : run.timeline()) {
			table.row(Long.toString(entry.seq()), Times.timeOfDay(entry.at()),
					(entry.occurredAt() != null) ? Times.secondOfDay(entry.occurredAt()) : "",
					(entry.step() != null) ? entry.step().name() : NONE, entry.type(), entry.reason(), object(entry),
					message(entry));
		}
		text.append("Timeline:\n").append(table);
	}

	private void failure(String heading, @Nullable FailureView failure) {
		if (failure == null) {
			return;
		}
		text.append(heading).append(":\n");
		line("  Step", failure.step().name());
		line("  Cause", failure.cause().name());
		line("  Title", failure.title());
		line("  Detail", failure.detail());
		line("  Type", failure.type());
		if (failure.evidence().isEmpty()) {
			line("  Evidence", NONE);
			return;
		}
		text.append("  Evidence:\n");
		for (String evidence : failure.evidence()) {
			text.append("    - ").append(PrintableText.lines(evidence, "\n      ")).append('\n');
		}
	}

	static String parameters(ParametersView parameters) {
		String kept = parameters.keepOnFailure();
		return "replicas=%d, timeout=%s, deleteTimeout=%s%s".formatted(parameters.replicas(),
				lasting(parameters.timeout()), lasting(parameters.deleteTimeout()),
				(kept != null) ? ", keepOnFailure=" + lasting(kept) : "");
	}

	static String object(TimelineView entry) {
		return entry.name().isEmpty() ? entry.kind() : entry.kind() + "/" + entry.name();
	}

	static String message(TimelineView entry) {
		return entry.message() + times(entry);
	}

	/** What happened, and the message behind it where there is one. */
	static String told(String what, TimelineView entry) {
		return what + (entry.message().isEmpty() ? "" : ": " + entry.message()) + times(entry);
	}

	private static String times(TimelineView entry) {
		return (entry.count() > 1) ? " (x%d)".formatted(entry.count()) : "";
	}

	private void line(String name, String value) {
		text.append(name(name)).append(PrintableText.of(value)).append('\n');
	}

	private static String name(String name) {
		return name + ":" + " ".repeat(Math.max(1, NAME_WIDTH - name.length() - 1));
	}

	private static String orNone(@Nullable String value) {
		return (value != null) ? value : NONE;
	}

	private static String at(@Nullable Instant instant) {
		return (instant != null) ? Times.text(instant) : NONE;
	}

	private static String lasting(String duration) {
		return Durations.of(Duration.parse(duration));
	}

	static String lasting(@Nullable Long millis) {
		return (millis != null) ? Durations.of(Duration.ofMillis(millis)) : NONE;
	}

}
