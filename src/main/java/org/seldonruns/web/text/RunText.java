package org.seldonruns.web.text;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.seldonruns.run.StepName;
import org.seldonruns.run.StepStatus;
import org.seldonruns.time.Durations;
import org.seldonruns.web.view.AutoscalerView;
import org.seldonruns.web.view.ComponentView;
import org.seldonruns.web.view.FailureView;
import org.seldonruns.web.view.ResourceView;
import org.seldonruns.web.view.RunSummary;
import org.seldonruns.web.view.RunView;
import org.seldonruns.web.view.StepView;
import org.seldonruns.web.view.TimeFormats;
import org.seldonruns.web.view.TimelineView;
import org.seldonruns.web.view.WarningView;

/** Formats a run as a text like that of {@code kubectl describe}. */
public final class RunText {

	static final String NONE = "<none>";

	private static final int NAME_WIDTH = 14;

	/** The index of the column that only runs with an update have. */
	private static final int UPDATED_COLUMN = 5;

	private final Appendable text;

	private RunText(Appendable text) {
		this.text = text;
	}

	static void write(RunView run, Appendable text) throws IOException {
		RunText lines = new RunText(text);
		lines.header(run.summary());
		lines.warnings(run.warnings());
		lines.steps(run.summary());
		PredictionsText.write(run.summary(), text);
		AvailabilityText.write(run.summary(), text);
		lines.components(run.summary());
		lines.timeline(run);
		lines.failure("Failure", run.summary().failure());
		lines.failure("Cleanup Failure", run.summary().cleanup());
	}

	private void header(RunSummary run) throws IOException {
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
		line("Parameters", ParametersText.of(run.parameters()));
		line("Created At", at(run.createdAt()));
		line("Started At", at(run.startedAt()));
		line("Finished At", at(run.finishedAt()));
		line("Duration", duration(run.durationMillis()));
		if (run.keptUntil() != null) {
			line("Kept Until", at(run.keptUntil()));
		}
	}

	private void labels(Map<String, String> labels) throws IOException {
		String indent = "\n" + " ".repeat(NAME_WIDTH);
		String lines = labels.entrySet()
			.stream()
			.map(label -> PrintableText.of(label.getKey() + "=" + label.getValue()))
			.collect(Collectors.joining(indent));
		text.append(name("Labels")).append(lines.isEmpty() ? NONE : lines).append('\n');
	}

	private void warnings(List<WarningView> warnings) throws IOException {
		if (warnings.isEmpty()) {
			return;
		}
		text.append("Warnings:\n");
		for (WarningView warning : warnings) {
			text.append("  - ").append(PrintableText.lines(describe(warning), "\n    ")).append('\n');
		}
	}

	/** Formats a warning as one line: source, place in the manifest, message. */
	public static String describe(WarningView warning) {
		return warning.source() + ((warning.line() != null) ? " line " + warning.line() : "")
				+ ((warning.pointer() != null) ? " " + warning.pointer() : "") + ": " + warning.message();
	}

	private void steps(RunSummary run) throws IOException {
		text.append("Steps:\n");
		TextTable
			.underlined(List.of("Name", "Status", "Duration", "Detail"), run.steps(),
					step -> Stream.of(step.name().name(), step.status().name(), duration(step.durationMillis()),
							detail(step)))
			.writeTo(text);
	}

	private static String detail(StepView step) {
		String detail = (step.detail() != null) ? step.detail() : "";
		return (step.status() == StepStatus.RUNNING && step.deadline() != null)
				? "until %s; %s".formatted(TimeFormats.timeOfDay(step.deadline()), detail) : detail;
	}

	private void components(RunSummary run) throws IOException {
		if (run.components().isEmpty()) {
			line("Components", NONE);
			return;
		}
		boolean updates = run.steps().stream().anyMatch(step -> step.name() == StepName.AWAIT_UPDATED);
		text.append("Components:\n");
		List<String> titles = new ArrayList<>(
				List.of("Deployment", "Kind", "Predictor", "Initial", "Scaled", "Autoscaler", "Restarts", "Pods"));
		if (updates) {
			titles.add(UPDATED_COLUMN, "Updated");
		}
		TextTable.underlined(titles, run.components(), component -> cells(component, updates)).writeTo(text);
	}

	private static Stream<String> cells(ComponentView component, boolean updates) {
		ComponentView.Replicas replicas = component.replicas();
		List<String> cells = new ArrayList<>(List.of(component.deployment(), component.kind(), component.predictor(),
				Integer.toString(replicas.initial()), Objects.toString(replicas.scaled(), NONE), autoscaler(component),
				Integer.toString(component.restarts()), pods(component.pods())));
		if (updates) {
			cells.add(UPDATED_COLUMN, Objects.toString(replicas.updated(), NONE));
		}
		return cells.stream();
	}

	private static String autoscaler(ComponentView component) {
		AutoscalerView autoscaler = component.autoscaler();
		if (autoscaler == null) {
			return component.autoscaled() ? "missing" : NONE;
		}
		return "%s/%s %d-%s".formatted(autoscaler.kind(), autoscaler.name(), autoscaler.minimum(),
				(autoscaler.maximum() != null) ? autoscaler.maximum() : "");
	}

	private static String pods(ComponentView.@Nullable Pods pods) {
		return (pods == null) ? NONE : "%d kept, %d added, %d replaced".formatted(pods.kept().size(),
				pods.added().size(), pods.replaced().size());
	}

	private void timeline(RunView run) throws IOException {
		if (run.timeline().isEmpty()) {
			line("Timeline", NONE);
			return;
		}
		text.append("Timeline:\n");
		TextTable
			.underlined(List.of("Seq", "At", "Occurred At", "Step", "Type", "Reason", "Object", "Message"),
					run.timeline(), RunText::cells)
			.writeTo(text);
	}

	private static Stream<String> cells(TimelineView entry) {
		return Stream.of(Long.toString(entry.seq()), TimeFormats.timeOfDay(entry.at()),
				(entry.occurredAt() != null) ? TimeFormats.timeOfDayInSeconds(entry.occurredAt()) : "",
				step(entry, NONE), entry.type(), entry.reason(), object(entry), message(entry));
	}

	/** Returns the step of an entry, or {@code FINISHED} after the end of the run. */
	public static String step(TimelineView entry, String beforeFirst) {
		if (entry.step() != null) {
			return entry.step().name();
		}
		return entry.afterEnd() ? "FINISHED" : beforeFirst;
	}

	private void failure(String heading, @Nullable FailureView failure) throws IOException {
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

	public static String object(TimelineView entry) {
		return entry.name().isEmpty() ? entry.kind() : entry.kind() + "/" + entry.name();
	}

	static String message(TimelineView entry) {
		return entry.message() + times(entry);
	}

	/** Appends the message of an entry, if any, to its subject. */
	public static String describe(String subject, TimelineView entry) {
		return subject + (entry.message().isEmpty() ? "" : ": " + entry.message()) + times(entry);
	}

	private static String times(TimelineView entry) {
		return (entry.count() > 1) ? " (x%d)".formatted(entry.count()) : "";
	}

	private void line(String name, String value) throws IOException {
		text.append(name(name)).append(PrintableText.of(value)).append('\n');
	}

	private static String name(String name) {
		return name + ":" + " ".repeat(Math.max(1, NAME_WIDTH - name.length() - 1));
	}

	private static String orNone(@Nullable String value) {
		return (value != null) ? value : NONE;
	}

	private static String at(@Nullable Instant instant) {
		return (instant != null) ? TimeFormats.text(instant) : NONE;
	}

	public static String duration(@Nullable Long millis) {
		return (millis != null) ? Durations.of(Duration.ofMillis(millis)) : NONE;
	}

}
