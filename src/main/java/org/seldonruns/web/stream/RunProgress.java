package org.seldonruns.web.stream;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import org.seldonruns.run.Run;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.Step;
import org.seldonruns.run.StepName;
import org.seldonruns.run.StepStatus;
import org.seldonruns.run.Warning;
import org.seldonruns.time.Durations;
import org.seldonruns.time.Timekeeper;
import org.seldonruns.web.text.PrintableText;
import org.seldonruns.web.text.ParametersText;
import org.seldonruns.web.text.RunText;
import org.seldonruns.web.view.FailureView;
import org.seldonruns.web.view.RunSummary;
import org.seldonruns.web.view.StepView;
import org.seldonruns.web.view.TimeFormats;
import org.seldonruns.web.view.TimelineView;
import org.seldonruns.web.view.WarningView;

/**
 * Writes the progress of a run as lines for a terminal: its steps and timeline as they
 * happen, then the evidence of a failure, and the result last.
 */
final class RunProgress implements StreamContent {

	private static final String QUEUED = "QUEUED";

	private final Run run;

	private final UnaryOperator<RunSnapshot> redaction;

	private final Timekeeper timekeeper;

	/** The length of the longest name of the run's steps. */
	private final int stepWidth;

	private final Map<StepName, StepStatus> steps = new EnumMap<>(StepName.class);

	/** The last written count of each entry of the timeline, by its number. */
	private final Map<Long, Integer> counts = new HashMap<>();

	/** The number of written warnings. */
	private int warnings;

	/** The last written version. */
	private long written;

	RunProgress(Run run, UnaryOperator<RunSnapshot> redaction, Timekeeper timekeeper) {
		this.run = run;
		this.redaction = redaction;
		this.timekeeper = timekeeper;
		this.stepWidth = StepName.of(run.request().parameters())
			.stream()
			.mapToInt(step -> step.name().length())
			.max()
			.orElse(0);
	}

	@Override
	public boolean writeChanges(Appendable text) throws IOException {
		RunSnapshot now = redaction.apply(run.snapshotSince(written));
		RunSummary summary = RunSummary.of(now);
		List<Line> lines = new ArrayList<>();
		if (written == 0) {
			print(text, "Run %s of %s/%s: %s".formatted(summary.id(), summary.namespace(), summary.resource().name(),
					ParametersText.of(summary.parameters())));
			lines.add(new Line(summary.createdAt(), QUEUED, ""));
		}
		written = now.version();
		summary.steps().forEach(step -> addChanges(lines, step));
		now.timeline().stream().map(TimelineView::of).forEach(entry -> addEntry(lines, entry));
		lines.sort(Comparator.comparing(Line::at));
		for (Line line : lines) {
			print(text, line);
		}
		for (Warning warning : now.warnings().stream().skip(warnings).toList()) {
			print(text, "Warning: " + RunText.describe(WarningView.of(warning)));
		}
		warnings = now.warnings().size();
		if (now.status().isTerminal()) {
			result(text, summary);
			return true;
		}
		return false;
	}

	private void addChanges(List<Line> lines, StepView step) {
		StepStatus before = Objects.requireNonNullElse(steps.put(step.name(), step.status()), StepStatus.PENDING);
		if (before == StepStatus.PENDING && step.startedAt() != null) {
			lines.add(new Line(step.startedAt(), step.name().name(), "started"));
		}
		if (before != step.status() && step.finishedAt() != null) {
			String time = (step.durationMillis() != null) ? " in " + RunText.duration(step.durationMillis()) : "";
			lines.add(new Line(step.finishedAt(), step.name().name(),
					"%s%s: %s".formatted(step.status(), time, (step.detail() != null) ? step.detail() : "")));
		}
	}

	/** Repeated events are written each time that their count has doubled. */
	private void addEntry(List<Line> lines, TimelineView entry) {
		Integer before = counts.get(entry.seq());
		if (before != null && entry.count() < 2 * before) {
			return;
		}
		counts.put(entry.seq(), entry.count());
		lines.add(new Line((before != null) ? timekeeper.now() : entry.at(), RunText.step(entry, QUEUED), "  %-7s %s"
			.formatted(entry.type(), RunText.describe(RunText.object(entry) + "  " + entry.reason(), entry))));
	}

	private static void result(Appendable text, RunSummary run) throws IOException {
		FailureView failure = run.failure();
		evidence(text, failure);
		if (run.cleanup() != null) {
			print(text, "Cleanup failed; " + reason(run.cleanup()));
			evidence(text, run.cleanup());
		}
		if (run.keptUntil() != null) {
			print(text, "Kept until " + TimeFormats.text(run.keptUntil()));
		}
		String time = (run.durationMillis() != null) ? " in " + RunText.duration(run.durationMillis()) : "";
		print(text, run.status() + time + ((run.warningCount() > 0) ? " with warnings: " + run.warningCount() : "")
				+ ((failure != null) ? "; " + reason(failure) : ""));
	}

	private static String reason(FailureView failure) {
		return "%s: %s: %s".formatted(failure.step(), failure.cause(), failure.detail());
	}

	private static void evidence(Appendable text, @Nullable FailureView failure) throws IOException {
		if (failure == null || failure.evidence().isEmpty()) {
			return;
		}
		print(text, "Evidence:");
		for (String evidence : failure.evidence()) {
			for (String line : evidence.lines().toList()) {
				print(text, "  " + line);
			}
		}
	}

	@Override
	public void writeHeartbeat(Appendable text) throws IOException {
		RunSnapshot now = run.summary();
		Optional<StepName> current = now.currentStep();
		String detail = current.map(now::step).map(Step::detail).map(progress -> "; " + progress).orElse("");
		print(text, new Line(timekeeper.now(), current.map(StepName::name).orElse(QUEUED),
				"%s elapsed since the request%s".formatted(Durations.of(now.age()), detail)));
	}

	private void print(Appendable text, Line line) throws IOException {
		String step = line.step() + " ".repeat(Math.max(0, stepWidth - line.step().length()));
		print(text, "%s  %s  %s".formatted(TimeFormats.timeOfDay(line.at()), step, line.event()));
	}

	private static void print(Appendable text, String line) throws IOException {
		text.append(PrintableText.of(line).stripTrailing()).append('\n');
	}

	private record Line(Instant at, String step, String event) {
	}

}
