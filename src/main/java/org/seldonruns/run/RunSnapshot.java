package org.seldonruns.run;

import org.seldonruns.run.component.Component;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.seldonruns.run.request.RunRequest;

/**
 * The state of a run at one moment.
 *
 * @param id the id of the run
 * @param version the number of the last change; it also rises if another process takes
 * over the run
 * @param summaryVersion the version of the last change of anything but the timeline
 * @param request the request
 * @param createdAt when it was requested, by the wall clock
 * @param age how long the run had existed by then, by the monotonic source; of a run that
 * is over, how long it took with its waiting in the queue
 * @param uid the uid of the resource that the run created; none before that
 * @param steps all steps, in order
 * @param components the observed components; empty before the resource was ready
 * @param warnings the warnings, in order
 * @param keptUntil until when the resource of a failed run is kept; null if it is not
 * @param timeline the observations, in order
 */
public record RunSnapshot(RunId id, long version, long summaryVersion, RunRequest request, Instant createdAt,
		Duration age, @Nullable String uid, List<Step> steps, List<Component> components, List<Warning> warnings,
		@Nullable Instant keptUntil, List<TimelineEntry> timeline) {

	public RunSnapshot {
		steps = List.copyOf(steps);
		components = List.copyOf(components);
		warnings = List.copyOf(warnings);
		timeline = List.copyOf(timeline);
	}

	/**
	 * Derives the status from the steps. The first step that failed or was cancelled
	 * determines the status of a finished run.
	 * @return the status
	 */
	public RunStatus status() {
		if (!isOver()) {
			return (steps.getFirst().status() == StepStatus.PENDING) ? RunStatus.QUEUED : RunStatus.RUNNING;
		}
		return firstUnsuccessful().map(Step::status)
			.map(status -> (status == StepStatus.FAILED) ? RunStatus.FAILED : RunStatus.CANCELLED)
			.orElse(RunStatus.SUCCEEDED);
	}

	/**
	 * Returns when the first step began.
	 * @return by the wall clock; null if it has not begun
	 */
	public @Nullable Instant startedAt() {
		return steps.getFirst().startedAt();
	}

	/**
	 * Returns when the last step ended.
	 * @return by the wall clock; null while the run is live
	 */
	public @Nullable Instant finishedAt() {
		if (!isOver()) {
			return null;
		}
		return steps.stream().map(Step::finishedAt).filter(Objects::nonNull).reduce((first, last) -> last).orElse(null);
	}

	/**
	 * Returns the duration of all steps.
	 * @return by the monotonic clock; null while the run is live or if it never began
	 */
	public @Nullable Duration duration() {
		if (!isOver() || startedAt() == null) {
			return null;
		}
		return steps.stream().map(Step::duration).filter(Objects::nonNull).reduce(Duration.ZERO, Duration::plus);
	}

	/**
	 * Returns why the run failed or was cancelled.
	 * @return the first step that failed or was cancelled
	 */
	public Optional<Failure> failure() {
		return firstUnsuccessful().flatMap(RunSnapshot::failureOf);
	}

	/**
	 * Returns why DELETE failed after another step had failed or been cancelled.
	 * @return empty if DELETE did not fail, or is the failure of the run
	 */
	public Optional<Failure> cleanup() {
		Step delete = step(StepName.DELETE);
		boolean own = firstUnsuccessful().filter(delete::equals).isPresent();
		return own ? Optional.empty() : failureOf(delete);
	}

	/**
	 * Returns a step.
	 * @param name the name of the step
	 * @return the step
	 */
	public Step step(StepName name) {
		return steps.stream().filter(step -> step.name() == name).findFirst().orElseThrow();
	}

	/**
	 * Returns the running step.
	 * @return empty if the run is queued or finished
	 */
	public Optional<StepName> currentStep() {
		return steps.stream().filter(step -> step.status() == StepStatus.RUNNING).map(Step::name).findFirst();
	}

	/**
	 * Returns whether a diagnosis contains log lines.
	 * @return true if any does
	 */
	public boolean hasLogs() {
		return steps.stream()
			.map(Step::diagnosis)
			.filter(Objects::nonNull)
			.anyMatch(diagnosis -> !diagnosis.logs().isEmpty());
	}

	/**
	 * Returns a copy without logs, for callers who may not read them.
	 * @param instead the line of evidence that replaces them
	 * @return a run without logs
	 */
	public RunSnapshot withoutLogs(String instead) {
		return with(steps.stream().map(step -> step.withoutLogs(instead)).toList());
	}

	/** Returns whether the run contains bodies of answers of the model. */
	public boolean hasAnswers() {
		return steps.stream().anyMatch(Step::hasAnswers);
	}

	/**
	 * Returns a copy without the bodies of answers, for callers who may not read them.
	 * @param instead the line of evidence that replaces them
	 */
	public RunSnapshot withoutAnswers(String instead) {
		return with(steps.stream().map(step -> step.withoutAnswers(instead)).toList());
	}

	/** Returns a copy without the bodies of first answers, for lists. */
	public RunSnapshot withoutExcerpts() {
		return with(steps.stream().map(Step::withoutExcerpts).toList());
	}

	private RunSnapshot with(List<Step> changed) {
		return new RunSnapshot(id, version, summaryVersion, request, createdAt, age, uid, changed, components, warnings,
				keptUntil, timeline);
	}

	private boolean isOver() {
		return steps.stream().allMatch(step -> step.status().isTerminal());
	}

	private Optional<Step> firstUnsuccessful() {
		return steps.stream().filter(step -> step.status().isUnsuccessful()).findFirst();
	}

	private static Optional<Failure> failureOf(Step step) {
		return Optional.ofNullable(step.diagnosis()).map(diagnosis -> new Failure(step.name(), diagnosis));
	}

}
