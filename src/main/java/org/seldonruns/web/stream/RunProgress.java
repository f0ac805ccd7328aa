package org.seldonruns.web.stream;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import org.seldonruns.run.Run;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.StepName;
import org.seldonruns.run.StepStatus;
import org.seldonruns.time.Durations;
import org.seldonruns.time.Timekeeper;
import org.seldonruns.web.text.PrintableText;
import org.seldonruns.web.text.RunText;
import org.seldonruns.web.view.FailureView;
import org.seldonruns.web.view.RunSummary;
import org.seldonruns.web.view.StepView;
import org.seldonruns.web.view.TimeFormats;
import org.seldonruns.web.view.TimelineView;

/**
 * Tells a run as lines for a terminal, each as it comes: its steps and what was seen
 * meanwhile, then the evidence where it failed, and the verdict last.
 */
final class RunProgress implements StreamContent {

	private static final String QUEUED = "QUEUED";

	private static final int STEP_WIDTH = StepName.AWAIT_SCALED.name().length();

	private final Run run;

	private final UnaryOperator<RunSnapshot> shown;

	private final Timekeeper timekeeper;

	private final Map<StepName, StepStatus> steps = new EnumMap<>(StepName.class);

	/** The count that was told last of each entry of the timeline, by its number. */
	private final Map<Long, Integer> counts = new HashMap<>();

	/** The version up to which all has been told. */
	private long told;

	/**
	 * A stream.
	 * @param run what is told
	 * @param shown has it as the client may read it
	 * @param timekeeper tells the time of what goes on
	 */
	RunProgress(Run run, UnaryOperator<RunSnapshot> shown, Timekeeper timekeeper) {
		this.run = run;
		this.shown = shown;
		this.timekeeper = timekeeper;
		for (StepName step : StepName.values()) {
			steps.put(step, StepStatus.PENDING);
		}
	}

	@Override
	public boolean tell(Appendable text) throws IOException {
		RunSnapshot now = shown.apply(run.snapshotSince(told));
		RunSummary summary = RunSummary.of(now);
		List<Line> lines = new ArrayList<>();
		if (told == 0) {
			print(text, "Run %s of %s/%s: %s".formatted(summary.id(), summary.namespace(), summary.resource().name(),
					RunText.parameters(summary.parameters())));
			lines.add(new Line(summary.createdAt(), QUEUED, ""));
		}
		told = now.version();
		summary.steps().forEach(step -> addChanges(lines, step));
		now.timeline().stream().map(TimelineView::of).forEach(entry -> addEntry(lines, entry));
		lines.sort(Comparator.comparing(Line::at));
		for (Line line : lines) {
			print(text, line.text());
		}
		if (now.status().isTerminal()) {
			verdict(text, summary);
			return true;
		}
		return false;
	}

	private void addChanges(List<Line> lines, StepView step) {
		StepStatus before = steps.put(step.name(), step.status());
		if (before == StepStatus.PENDING && step.startedAt() != null) {
			lines.add(new Line(step.startedAt(), step.name().name(), "started"));
		}
		if (before != step.status() && step.finishedAt() != null) {
			String time = (step.durationMillis() != null) ? " in " + RunText.lasting(step.durationMillis()) : "";
			lines.add(new Line(step.finishedAt(), step.name().name(),
					"%s%s: %s".formatted(step.status(), time, (step.detail() != null) ? step.detail() : "")));
		}
	}

	/** What happens again is told again only once it has happened twice as often. */
	private void addEntry(List<Line> lines, TimelineView entry) {
		Integer before = counts.get(entry.seq());
		if (before != null && entry.count() < 2 * before) {
			return;
		}
		counts.put(entry.seq(), entry.count());
		lines.add(new Line((before != null) ? timekeeper.now() : entry.at(), RunText.step(entry, QUEUED), "  %-7s %s"
			.formatted(entry.type(), RunText.told(RunText.object(entry) + "  " + entry.reason(), entry))));
	}

	private static void verdict(Appendable text, RunSummary run) throws IOException {
		FailureView failure = run.failure();
		evidence(text, failure);
		if (run.cleanup() != null) {
			print(text, "Left behind; " + why(run.cleanup()));
			evidence(text, run.cleanup());
		}
		if (run.keptUntil() != null) {
			print(text, "Kept until " + TimeFormats.text(run.keptUntil()));
		}
		String time = (run.durationMillis() != null) ? " in " + RunText.lasting(run.durationMillis()) : "";
		print(text, run.status() + time + ((failure != null) ? "; " + why(failure) : ""));
	}

	private static String why(FailureView failure) {
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
	public void breathe(Appendable text) throws IOException {
		RunSnapshot now = run.summary();
		String step = now.currentStep().map(StepName::name).orElse(QUEUED);
		print(text, new Line(timekeeper.now(), step,
				"still, %s after the run was asked for".formatted(Durations.of(now.age())))
			.text());
	}

	private static void print(Appendable text, String line) throws IOException {
		text.append(PrintableText.of(line).stripTrailing()).append('\n');
	}

	/**
	 * One line.
	 *
	 * @param at when
	 * @param step what was being played
	 * @param what what happened
	 */
	private record Line(Instant at, String step, String what) {

		private String text() {
			return "%s  %s%s  %s".formatted(TimeFormats.timeOfDay(at), step, " ".repeat(STEP_WIDTH - step.length()),
					what);
		}

	}

}
