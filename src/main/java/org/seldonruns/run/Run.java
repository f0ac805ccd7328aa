package org.seldonruns.run;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.seldonruns.time.Timekeeper;

/**
 * One run of one manifest. Methods that change its state throw an exception if the
 * transition is not allowed. Safe for use by many threads; listeners and dependent stages
 * are called outside its lock.
 */
public final class Run {

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

	private final CompletableFuture<RunSnapshot> finished = new CompletableFuture<>();

	private final Object lock = new Object();

	private final Steps steps;

	private final Timeline timeline;

	private List<Component> components = List.of();

	private @Nullable String uid;

	private @Nullable Instant keptUntil;

	private long finishedNanos;

	private final RunVersion version;

	private final Listeners listeners = new Listeners();

	/** Listeners for changes other than those of the timeline. */
	private final Listeners summaryListeners = new Listeners();

	/**
	 * Creates a queued run.
	 * @param id the id of the run
	 * @param request the request
	 * @param timelineCapacity the maximum number of timeline entries, at least 2
	 * @param timekeeper the source of time
	 */
	public Run(RunId id, RunRequest request, int timelineCapacity, Timekeeper timekeeper) {
		this(id, request, timelineCapacity, timekeeper, timekeeper.now());
	}

	private Run(RunId id, RunRequest request, int timelineCapacity, Timekeeper timekeeper, Instant createdAt) {
		this.id = id;
		this.request = request;
		this.timeline = new Timeline(timelineCapacity);
		this.timekeeper = timekeeper;
		this.createdAt = createdAt;
		this.createdNanos = timekeeper.nanoTime() - Duration.between(createdAt, timekeeper.now()).toNanos();
		this.steps = new Steps(timekeeper);
		this.version = new RunVersion(timekeeper.now());
	}

	/**
	 * Restores a run of another process from its resource.
	 * @param id the id of the run
	 * @param request the request
	 * @param createdAt when it was requested, by the wall clock
	 * @param created the uid of its resource
	 * @param past its finished steps; the others are pending
	 * @param components the observed components
	 * @param timelineCapacity the maximum number of timeline entries, at least 2
	 * @param timekeeper the source of time
	 * @return the run
	 */
	public static Run continued(RunId id, RunRequest request, Instant createdAt, String created, List<Step> past,
			List<Component> components, int timelineCapacity, Timekeeper timekeeper) {
		Run run = new Run(id, request, timelineCapacity, timekeeper, createdAt);
		run.steps.restore(past);
		run.uid = created;
		run.components = List.copyOf(components);
		return run;
	}

	/**
	 * Returns the id.
	 * @return the id
	 */
	public RunId id() {
		return id;
	}

	/**
	 * Returns the request.
	 * @return the request
	 */
	public RunRequest request() {
		return request;
	}

	/**
	 * Begins a step.
	 * @param step a pending step
	 * @throws IllegalStateException if the step is not pending, or an earlier one is not
	 * finished
	 */
	public void begin(StepName step) {
		change(() -> steps.begin(step));
	}

	/**
	 * Marks a step as succeeded.
	 * @param step the running step
	 * @param detail a description
	 * @throws IllegalStateException if the step is not running
	 */
	public void succeed(StepName step, String detail) {
		change(() -> steps.succeed(step, detail));
	}

	/**
	 * Marks a step as failed.
	 * @param step the running step
	 * @param diagnosis the reason
	 * @throws IllegalStateException if the step is not running
	 */
	public void fail(StepName step, Diagnosis diagnosis) {
		change(() -> steps.fail(step, diagnosis));
	}

	/**
	 * Skips a step.
	 * @param step a pending or running step
	 * @param detail the reason
	 * @throws IllegalStateException if the step is finished
	 */
	public void skip(StepName step, String detail) {
		change(() -> steps.skip(step, detail));
	}

	/**
	 * Cancels the run at a step.
	 * @param step a pending or running step
	 * @param diagnosis the reason
	 * @throws IllegalStateException if the step is finished
	 */
	public void cancel(StepName step, Diagnosis diagnosis) {
		change(() -> steps.cancel(step, diagnosis));
	}

	/**
	 * Cancels a queued run.
	 * @param diagnosis the reason
	 * @throws IllegalStateException if its first step has begun
	 */
	public void cancelWhileQueued(Diagnosis diagnosis) {
		change(() -> {
			if (steps.current() != null) {
				throw new IllegalStateException("run " + id + " is not waiting any more");
			}
			steps.cancel(StepName.CREATE, diagnosis);
			EnumSet.complementOf(EnumSet.of(StepName.CREATE)).forEach(step -> steps.skip(step, "nothing was created"));
		});
	}

	/**
	 * Skips DELETE and keeps the resource of a failed run.
	 * @param until when the resource is deleted, by the wall clock
	 * @throws IllegalStateException if DELETE is finished or an earlier step is not
	 */
	public void keep(Instant until) {
		change(() -> {
			Duration time = request.parameters().keepOnFailure();
			steps.skipDelete((time != null) ? until.minus(time) : timekeeper.now(), "kept until " + until);
			keptUntil = until;
		});
	}

	/** Records that the resource is no longer kept. */
	public void release() {
		if (isKept()) {
			update(() -> keptUntil = null);
		}
	}

	/**
	 * Returns whether the run is finished but its resource is kept.
	 * @return true if it is kept
	 */
	public boolean isKept() {
		synchronized (lock) {
			return keptUntil != null;
		}
	}

	/**
	 * Records the object that the run created.
	 * @param created the uid of the object
	 * @throws IllegalStateException if the run is finished
	 */
	public void created(String created) {
		update(() -> {
			requireLive();
			uid = created;
		});
	}

	/**
	 * Replaces the components.
	 * @param seen the observed components
	 * @throws IllegalStateException if the run is finished
	 */
	public void components(List<Component> seen) {
		update(() -> {
			requireLive();
			components = List.copyOf(seen);
		});
	}

	/**
	 * Adds an observation to the timeline; without effect if the run is finished.
	 * @param observation the current observation
	 */
	public void observe(Observation observation) {
		add(false, observation, timekeeper.now(), steps::current);
	}

	/**
	 * Adds an earlier observation to the timeline; without effect if the run is finished.
	 * @param observation the observation
	 * @param seenAt when it was observed, by the wall clock; determines the step of the
	 * entry
	 */
	public void observe(Observation observation, Instant seenAt) {
		add(false, observation, seenAt, () -> steps.stepAt(seenAt));
	}

	/**
	 * Adds an observation to the timeline of a finished run; without effect while it is
	 * live.
	 * @param observation the observation
	 * @param seenAt when it was observed, by the wall clock
	 */
	public void observeAfterEnd(Observation observation, Instant seenAt) {
		add(true, observation, seenAt, () -> null);
	}

	/**
	 * Returns the current state.
	 * @return an immutable copy
	 */
	public RunSnapshot snapshot() {
		return snapshotSince(0);
	}

	/**
	 * Returns the current state with the timeline entries that are new or have changed.
	 * @param since the version of an earlier snapshot; 0 returns all entries
	 * @return an immutable copy
	 */
	public RunSnapshot snapshotSince(long since) {
		synchronized (lock) {
			return copy(timeline.entriesSince(since));
		}
	}

	/**
	 * Returns the current state without the timeline.
	 * @return an immutable copy
	 */
	public RunSnapshot summary() {
		synchronized (lock) {
			return copy(List.of());
		}
	}

	/**
	 * Returns whether the run is finished.
	 * @return true if all steps are finished
	 */
	public boolean isFinished() {
		synchronized (lock) {
			return isOver();
		}
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

	/**
	 * Adds a listener for changes other than those of the timeline.
	 * @param listener as for {@link #onChange}
	 * @return removes the listener when closed
	 */
	public Subscription onSummaryChange(Runnable listener) {
		return summaryListeners.add(listener);
	}

	/**
	 * Returns a stage that completes with the finished run.
	 * @return completes outside any lock
	 */
	public CompletionStage<RunSnapshot> whenFinished() {
		return finished.minimalCompletionStage();
	}

	/**
	 * Returns the time since the run finished, by the monotonic clock.
	 * @return zero while it is live
	 */
	public Duration sinceFinished() {
		synchronized (lock) {
			return isOver() ? Duration.ofNanos(timekeeper.nanoTime() - finishedNanos) : Duration.ZERO;
		}
	}

	/**
	 * Estimates how much memory the run takes.
	 * @return bytes
	 */
	public long weight() {
		synchronized (lock) {
			return OWN_WEIGHT + request.weight() + timeline.weight() + steps.weight()
					+ components.stream().mapToLong(Component::weight).sum();
		}
	}

	private void add(boolean afterwards, Observation observation, Instant at, Supplier<@Nullable StepName> step) {
		synchronized (lock) {
			if (isOver() != afterwards
					|| !timeline.add(version.latest() + 1, at, step.get(), afterwards, observation)) {
				return;
			}
			version.raise();
		}
		listeners.call();
	}

	private void requireLive() {
		if (isOver()) {
			throw new IllegalStateException("run " + id + " is over");
		}
	}

	private void change(Runnable transition) {
		update(() -> {
			transition.run();
			if (isOver()) {
				finishedNanos = timekeeper.nanoTime();
			}
		});
		if (isFinished()) {
			finished.complete(snapshot());
		}
	}

	private void update(Runnable change) {
		synchronized (lock) {
			change.run();
			version.raiseSummary();
		}
		listeners.call();
		summaryListeners.call();
	}

	private RunSnapshot copy(List<TimelineEntry> entries) {
		return new RunSnapshot(id, version.latest(), version.summary(), request, createdAt, age(), uid, steps.list(),
				components, keptUntil, entries);
	}

	private boolean isOver() {
		return steps.areFinished();
	}

	private Duration age() {
		return Duration.ofNanos((isOver() ? finishedNanos : timekeeper.nanoTime()) - createdNanos);
	}

}
