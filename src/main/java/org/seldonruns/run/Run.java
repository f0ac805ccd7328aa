package org.seldonruns.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.seldonruns.run.availability.Availability;
import org.seldonruns.run.component.Component;
import org.seldonruns.run.prediction.PredictionResult;
import org.seldonruns.run.request.RunRequest;
import org.seldonruns.time.Timekeeper;

/**
 * One run of one manifest, safe for use by many threads. Transitions that are not allowed
 * throw an {@link IllegalStateException}.
 */
public final class Run {

	private final RunId id;

	private final RunRequest request;

	private final Timekeeper timekeeper;

	private final Object lock = new Object();

	private final RunStateMachine state;

	private final CompletableFuture<RunSnapshot> finished = new CompletableFuture<>();

	private final Listeners listeners = new Listeners();

	private final Listeners summaryListeners = new Listeners();

	/**
	 * Creates a queued run.
	 * @param timelineCapacity the maximum number of timeline entries, at least 2
	 */
	public Run(RunId id, RunRequest request, int timelineCapacity, Timekeeper timekeeper) {
		this(id, request, timelineCapacity, timekeeper, timekeeper.now());
	}

	private Run(RunId id, RunRequest request, int timelineCapacity, Timekeeper timekeeper, Instant createdAt) {
		this.id = id;
		this.request = request;
		this.timekeeper = timekeeper;
		this.state = new RunStateMachine(id, request, timelineCapacity, timekeeper, createdAt);
	}

	/**
	 * Restores a run of another process from its resource.
	 * @param createdAt when it was requested, by the wall clock
	 * @param created the uid of its resource
	 * @param past its finished steps; the others are pending
	 */
	public static Run continued(RunId id, RunRequest request, Instant createdAt, String created, List<Step> past,
			List<Component> components, List<Warning> warnings, int timelineCapacity, Timekeeper timekeeper) {
		Run run = new Run(id, request, timelineCapacity, timekeeper, createdAt);
		run.state.restore(created, past, components, warnings);
		return run;
	}

	public RunId id() {
		return id;
	}

	public RunRequest request() {
		return request;
	}

	/** Begins a pending step. All earlier steps must be finished. */
	public void begin(StepName step, @Nullable Duration timeout) {
		change(steps -> steps.begin(step, timeout));
	}

	/** Describes what the running step waits for; without effect if it is not running. */
	public void progress(StepName step, String detail) {
		change(steps -> steps.progress(step, detail));
	}

	/** Adds the predictions that the running step sent to one predictor. */
	public void predicted(StepName step, PredictionResult result) {
		change(steps -> steps.predicted(step, result));
	}

	/** Records how available the predictors were during the running step. */
	public void observed(StepName step, List<Availability> availability) {
		change(steps -> steps.observed(step, availability));
	}

	/** Marks the running step as succeeded, with a description. */
	public void succeed(StepName step, String detail) {
		change(steps -> steps.succeed(step, detail));
	}

	/** Marks the running step as failed. */
	public void fail(StepName step, Diagnosis diagnosis) {
		change(steps -> steps.fail(step, diagnosis));
	}

	/** Skips a pending or running step, with the reason. */
	public void skip(StepName step, String detail) {
		change(steps -> steps.skip(step, detail));
	}

	/** Cancels the run at a pending or running step. */
	public void cancel(StepName step, Diagnosis diagnosis) {
		change(steps -> steps.cancel(step, diagnosis));
	}

	/** Cancels a run whose first step has not begun. */
	public void cancelWhileQueued(Diagnosis diagnosis) {
		update(current -> current.cancelWhileQueued(diagnosis));
	}

	/** Skips DELETE and keeps the resource of a failed run until this time. */
	public void keep(Instant until) {
		update(current -> current.keep(until));
	}

	/** Records that the resource is no longer kept. */
	public void release() {
		if (isKept()) {
			update(RunStateMachine::release);
		}
	}

	/** Returns whether the run is finished but its resource is kept. */
	public boolean isKept() {
		return read(RunStateMachine::isKept);
	}

	/** Records the uid of the object that the live run created. */
	public void created(String uid) {
		update(current -> current.created(uid));
	}

	/** Adds a warning to the live run; without effect if it already has this warning. */
	public void warn(Warning warning) {
		update(current -> current.warn(warning));
	}

	/** Replaces the observed components of the live run. */
	public void components(List<Component> seen) {
		update(current -> current.components(seen));
	}

	/** Adds an observation to the timeline; without effect if the run is finished. */
	public void observe(Observation observation) {
		add(current -> current.observe(observation, timekeeper.now(), current.currentStep()));
	}

	/**
	 * Like {@link #observe(Observation)}, but for an earlier observation.
	 * @param seenAt when it was observed, by the wall clock; determines its step
	 */
	public void observe(Observation observation, Instant seenAt) {
		add(current -> current.observe(observation, seenAt, current.stepAt(seenAt)));
	}

	/** Like {@link #observe(Observation, Instant)}, but for a run that is finished. */
	public void observeAfterEnd(Observation observation, Instant seenAt) {
		add(current -> current.observeAfterEnd(observation, seenAt));
	}

	/** Returns an immutable copy of the current state. */
	public RunSnapshot snapshot() {
		return snapshotSince(0);
	}

	/** Like {@link #snapshot}, but only with timeline entries after a version. */
	public RunSnapshot snapshotSince(long since) {
		return read(current -> current.snapshotSince(since));
	}

	/** Returns an immutable copy of the current state without the timeline. */
	public RunSnapshot summary() {
		return read(RunStateMachine::summary);
	}

	/** Returns whether all steps are finished. */
	public boolean isFinished() {
		return read(RunStateMachine::isFinished);
	}

	/**
	 * Adds a listener for all changes.
	 * @param listener is called outside any lock, on the thread that makes the change;
	 * must be quick and must not block
	 * @return removes the listener when closed
	 */
	public Subscription onChange(Runnable listener) {
		return listeners.add(listener);
	}

	/** Like {@link #onChange}, but not for changes of the timeline alone. */
	public Subscription onSummaryChange(Runnable listener) {
		return summaryListeners.add(listener);
	}

	/** Returns a stage that completes, outside any lock, with the finished run. */
	public CompletionStage<RunSnapshot> whenFinished() {
		return finished.minimalCompletionStage();
	}

	/** Returns the time since the run finished, or zero while it is live. */
	public Duration sinceFinished() {
		return read(RunStateMachine::sinceFinished);
	}

	/** Returns the estimated memory of the run in bytes. */
	public long weight() {
		return read(RunStateMachine::weight);
	}

	private <T> T read(Function<RunStateMachine, T> question) {
		synchronized (lock) {
			return question.apply(state);
		}
	}

	private void change(Consumer<Steps> transition) {
		update(current -> current.change(transition));
	}

	private void update(Consumer<RunStateMachine> change) {
		synchronized (lock) {
			change.accept(state);
		}
		listeners.call();
		summaryListeners.call();
		if (!finished.isDone() && isFinished()) {
			finished.complete(snapshot());
		}
	}

	private void add(Predicate<RunStateMachine> addition) {
		if (read(addition::test)) {
			listeners.call();
		}
	}

}
