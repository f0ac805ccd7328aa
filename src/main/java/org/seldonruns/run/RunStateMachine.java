package org.seldonruns.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.seldonruns.run.component.Component;

import org.jspecify.annotations.Nullable;
import org.seldonruns.run.request.RunRequest;
import org.seldonruns.time.Timekeeper;

/**
 * The state of one run and its legal transitions. Each method that changes the state
 * raises the version. Not thread-safe; {@link Run} guards it.
 */
final class RunStateMachine {

	/**
	 * Estimated memory of a run without its request, timeline, steps and components, in
	 * bytes.
	 */
	private static final long OWN_WEIGHT = 4096;

	private final RunId id;

	private final RunRequest request;

	private final Timekeeper timekeeper;

	private final Instant createdAt;

	private final long createdNanos;

	private final Steps steps;

	private final Timeline timeline;

	private final RunVersion version;

	private final Warnings warnings = new Warnings();

	private List<Component> components = List.of();

	private @Nullable String uid;

	private @Nullable Instant keptUntil;

	private long finishedNanos;

	RunStateMachine(RunId id, RunRequest request, int timelineCapacity, Timekeeper timekeeper, Instant createdAt) {
		this.id = id;
		this.request = request;
		this.timekeeper = timekeeper;
		this.createdAt = createdAt;
		this.createdNanos = timekeeper.nanoTime() - Duration.between(createdAt, timekeeper.now()).toNanos();
		this.steps = new Steps(StepName.of(request.parameters()), timekeeper);
		this.timeline = new Timeline(timelineCapacity);
		this.version = new RunVersion(timekeeper.now());
	}

	void restore(String created, List<Step> past, List<Component> seen, List<Warning> earlier) {
		steps.restore(past);
		earlier.forEach(warnings::add);
		uid = created;
		components = List.copyOf(seen);
	}

	void change(Consumer<Steps> transition) {
		transition.accept(steps);
		if (isFinished()) {
			finishedNanos = timekeeper.nanoTime();
		}
		version.raiseSummary();
	}

	void cancelWhileQueued(Diagnosis diagnosis) {
		if (steps.current() != null) {
			throw new IllegalStateException("run " + id + " is not queued");
		}
		change(all -> {
			all.cancel(StepName.CREATE, diagnosis);
			all.skipPending("nothing was created");
		});
	}

	void keep(Instant until) {
		Duration time = request.parameters().keepOnFailure();
		Instant skippedAt = (time != null) ? until.minus(time) : timekeeper.now();
		change(all -> all.skipDelete(skippedAt, "kept until " + until));
		keptUntil = until;
	}

	void release() {
		keptUntil = null;
		version.raiseSummary();
	}

	void created(String created) {
		requireLive();
		uid = created;
		version.raiseSummary();
	}

	void components(List<Component> seen) {
		requireLive();
		components = List.copyOf(seen);
		version.raiseSummary();
	}

	void warn(Warning warning) {
		requireLive();
		if (warnings.add(warning)) {
			version.raiseSummary();
		}
	}

	/** Adds an observation of a live run; returns whether the timeline changed. */
	boolean observe(Observation observation, Instant at, @Nullable StepName step) {
		return !isFinished() && add(observation, at, step, false);
	}

	/** Adds an observation of a finished run; returns whether the timeline changed. */
	boolean observeAfterEnd(Observation observation, Instant at) {
		return isFinished() && add(observation, at, null, true);
	}

	private boolean add(Observation observation, Instant at, @Nullable StepName step, boolean afterEnd) {
		boolean changed = timeline.add(version.latest() + 1, at, step, afterEnd, observation);
		if (changed) {
			version.raise();
		}
		return changed;
	}

	@Nullable StepName currentStep() {
		return steps.current();
	}

	@Nullable StepName stepAt(Instant moment) {
		return steps.stepAt(moment);
	}

	boolean isFinished() {
		return steps.areFinished();
	}

	boolean isKept() {
		return keptUntil != null;
	}

	Duration sinceFinished() {
		return isFinished() ? Duration.ofNanos(timekeeper.nanoTime() - finishedNanos) : Duration.ZERO;
	}

	RunSnapshot snapshotSince(long since) {
		return copy(timeline.entriesSince(since));
	}

	RunSnapshot summary() {
		return copy(List.of());
	}

	long weight() {
		return OWN_WEIGHT + request.weight() + timeline.weight() + steps.weight() + warnings.weight()
				+ components.stream().mapToLong(Component::weight).sum();
	}

	private RunSnapshot copy(List<TimelineEntry> entries) {
		return new RunSnapshot(id, version.latest(), version.summary(), request, createdAt, age(), uid, steps.list(),
				components, warnings.list(), keptUntil, entries);
	}

	private Duration age() {
		return Duration.ofNanos((isFinished() ? finishedNanos : timekeeper.nanoTime()) - createdNanos);
	}

	private void requireLive() {
		if (isFinished()) {
			throw new IllegalStateException("run " + id + " is finished");
		}
	}

}
