package org.seldonruns.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A run as it stood at one moment. What can be derived from its steps is derived.
 *
 * @param id names the run
 * @param version rises with each change of the run, also where another process takes it
 * over
 * @param summaryVersion the version of the last change of anything but the timeline
 * @param request what was asked for
 * @param createdAt when it was asked for, by the wall clock
 * @param age how long the run had existed by then, by the monotonic source; of a run that
 * is over, how long it took with its waiting in the queue
 * @param uid the uid of the resource that the run created; none before that
 * @param steps all steps, in order
 * @param components what was seen of the components; empty before the resource was ready
 * @param keptUntil until when the resource of a failed run is kept; none where it is not
 * (any more)
 * @param timeline what was seen, in order
 */
public record RunSnapshot(RunId id, long version, long summaryVersion, RunRequest request, Instant createdAt,
		Duration age, @Nullable String uid, List<Step> steps, List<Component> components, @Nullable Instant keptUntil,
		List<TimelineEntry> timeline) {

	public RunSnapshot {
		steps = List.copyOf(steps);
		components = List.copyOf(components);
		timeline = List.copyOf(timeline);
	}

	/**
	 * Where the run stands. The first step that failed or was cancelled decides how it
	 * ends.
	 * @return the status
	 */
	public RunStatus status() {
		if (!isOver()) {
			return (steps.getFirst().status() == StepStatus.PENDING) ? RunStatus.QUEUED : RunStatus.RUNNING;
		}
		return firstUnhappy().map(Step::status)
			.map(status -> (status == StepStatus.FAILED) ? RunStatus.FAILED : RunStatus.CANCELLED)
			.orElse(RunStatus.SUCCEEDED);
	}

	/**
	 * When the first step began.
	 * @return by the wall clock; none while the run is queued, and where it never began
	 */
	public @Nullable Instant startedAt() {
		return steps.getFirst().startedAt();
	}

	/**
	 * When the last step ended.
	 * @return by the wall clock; none while the run is live
	 */
	public @Nullable Instant finishedAt() {
		if (!isOver()) {
			return null;
		}
		return steps.stream().map(Step::finishedAt).filter(Objects::nonNull).reduce((first, last) -> last).orElse(null);
	}

	/**
	 * How long its steps took together.
	 * @return by the monotonic source; none while the run is live and where it never
	 * began
	 */
	public @Nullable Duration duration() {
		if (!isOver() || startedAt() == null) {
			return null;
		}
		return steps.stream().map(Step::duration).filter(Objects::nonNull).reduce(Duration.ZERO, Duration::plus);
	}

	/**
	 * Why the run failed or was cancelled.
	 * @return the first step that did not end well
	 */
	public Optional<Failure> failure() {
		return firstUnhappy().flatMap(RunSnapshot::failureOf);
	}

	/**
	 * Why the resource of a run that had already failed or been cancelled could not be
	 * removed.
	 * @return the failure of DELETE where it is not the run's own
	 */
	public Optional<Failure> cleanup() {
		Step delete = step(StepName.DELETE);
		boolean own = firstUnhappy().filter(delete::equals).isPresent();
		return own ? Optional.empty() : failureOf(delete);
	}

	/**
	 * One step.
	 * @param name which
	 * @return the step as it stands
	 */
	public Step step(StepName name) {
		return steps.stream().filter(step -> step.name() == name).findFirst().orElseThrow();
	}

	/**
	 * The step that is being played.
	 * @return none while queued and when over
	 */
	public Optional<StepName> currentStep() {
		return steps.stream().filter(step -> step.status() == StepStatus.RUNNING).map(Step::name).findFirst();
	}

	/**
	 * Whether a diagnosis has lines of containers' logs.
	 * @return whether any has
	 */
	public boolean hasLogs() {
		return steps.stream()
			.map(Step::diagnosis)
			.filter(Objects::nonNull)
			.anyMatch(diagnosis -> !diagnosis.logs().isEmpty());
	}

	/**
	 * The same for somebody who may not read logs.
	 * @param instead the evidence in their place
	 * @return a run without logs
	 */
	public RunSnapshot withoutLogs(String instead) {
		return new RunSnapshot(id, version, summaryVersion, request, createdAt, age, uid,
				steps.stream().map(step -> step.withoutLogs(instead)).toList(), components, keptUntil, timeline);
	}

	private boolean isOver() {
		return steps.stream().allMatch(step -> step.status().isTerminal());
	}

	private Optional<Step> firstUnhappy() {
		return steps.stream().filter(step -> step.status().isUnhappy()).findFirst();
	}

	private static Optional<Failure> failureOf(Step step) {
		return Optional.ofNullable(step.diagnosis()).map(diagnosis -> new Failure(step.name(), diagnosis));
	}

}
