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
 * One rehearsal of one manifest. Its state changes only through the named methods, which
 * refuse what the life of a run does not allow. Safe for use by many threads; what waits
 * for its end is called outside its lock.
 */
public final class Run {

	/** About what a run takes in memory beside what it holds of others, in bytes. */
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

	/** Those who do not care for the timeline. */
	private final Listeners summaryListeners = new Listeners();

	/**
	 * A run that waits for its turn.
	 * @param id names it
	 * @param request what was asked for
	 * @param timelineRoom the most entries of its timeline, at least 2
	 * @param timekeeper tells the time
	 */
	public Run(RunId id, RunRequest request, int timelineRoom, Timekeeper timekeeper) {
		this(id, request, timelineRoom, timekeeper, timekeeper.now());
	}

	private Run(RunId id, RunRequest request, int timelineRoom, Timekeeper timekeeper, Instant createdAt) {
		this.id = id;
		this.request = request;
		this.timeline = new Timeline(timelineRoom);
		this.timekeeper = timekeeper;
		this.createdAt = createdAt;
		this.createdNanos = timekeeper.nanoTime() - Duration.between(createdAt, timekeeper.now()).toNanos();
		this.steps = new Steps(timekeeper);
		this.version = new RunVersion(timekeeper.now());
	}

	/**
	 * A run that was played elsewhere, as far as its resource tells.
	 * @param id names it
	 * @param request what was asked for
	 * @param createdAt when it was asked for, by the wall clock
	 * @param created the uid of its resource
	 * @param past what became of its steps; the others are still to be played
	 * @param components what was seen of the components
	 * @param timelineRoom the most entries of its timeline, at least 2
	 * @param timekeeper tells the time
	 * @return the run
	 */
	public static Run continued(RunId id, RunRequest request, Instant createdAt, String created, List<Step> past,
			List<Component> components, int timelineRoom, Timekeeper timekeeper) {
		Run run = new Run(id, request, timelineRoom, timekeeper, createdAt);
		run.steps.restore(past);
		run.uid = created;
		run.components = List.copyOf(components);
		return run;
	}

	/**
	 * Names the run.
	 * @return the id
	 */
	public RunId id() {
		return id;
	}

	/**
	 * What was asked for.
	 * @return the request
	 */
	public RunRequest request() {
		return request;
	}

	/**
	 * Begins a step.
	 * @param step one whose turn has not come before
	 * @throws IllegalStateException where the step is not pending, or one before it is
	 * not over
	 */
	public void begin(StepName step) {
		change(() -> steps.begin(step));
	}

	/**
	 * Ends a step well.
	 * @param step the step that is being played
	 * @param detail what happened, for people
	 * @throws IllegalStateException where the step is not running
	 */
	public void succeed(StepName step, String detail) {
		change(() -> steps.succeed(step, detail));
	}

	/**
	 * Ends a step that could not do what it is for.
	 * @param step the step that is being played
	 * @param diagnosis why
	 * @throws IllegalStateException where the step is not running
	 */
	public void fail(StepName step, Diagnosis diagnosis) {
		change(() -> steps.fail(step, diagnosis));
	}

	/**
	 * Leaves a step out.
	 * @param step one that is pending, or running and found to have nothing to do
	 * @param detail why, for people
	 * @throws IllegalStateException where the step is over
	 */
	public void skip(StepName step, String detail) {
		change(() -> steps.skip(step, detail));
	}

	/**
	 * Stops the run at a step.
	 * @param step one that is pending or running
	 * @param diagnosis why
	 * @throws IllegalStateException where the step is over
	 */
	public void cancel(StepName step, Diagnosis diagnosis) {
		change(() -> steps.cancel(step, diagnosis));
	}

	/**
	 * Stops a run that still waits for its turn.
	 * @param diagnosis why
	 * @throws IllegalStateException where its first step has begun
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
	 * Leaves the resource of a run that failed in place, instead of deleting it.
	 * @param until when it is removed, by the wall clock
	 * @throws IllegalStateException where DELETE is over or another step is not
	 */
	public void keep(Instant until) {
		change(() -> {
			Duration time = request.parameters().keepOnFailure();
			steps.leaveOutLast((time != null) ? until.minus(time) : timekeeper.now(), "kept until " + until);
			keptUntil = until;
		});
	}

	/** Notes that the resource is not kept any more. */
	public void release() {
		if (isKept()) {
			update(() -> keptUntil = null);
		}
	}

	/**
	 * Whether the run is over but its resource is kept.
	 * @return whether it is
	 */
	public boolean isKept() {
		synchronized (lock) {
			return keptUntil != null;
		}
	}

	/**
	 * Notes which object the run created.
	 * @param created the object's uid
	 * @throws IllegalStateException where the run is over
	 */
	public void created(String created) {
		update(() -> {
			requireLive();
			uid = created;
		});
	}

	/**
	 * Notes what is known of the components, in place of what was known before.
	 * @param seen the components
	 * @throws IllegalStateException where the run is over
	 */
	public void components(List<Component> seen) {
		update(() -> {
			requireLive();
			components = List.copyOf(seen);
		});
	}

	/**
	 * Adds to the timeline what was seen in the cluster; once the run is over, nothing is
	 * added.
	 * @param observation what was seen, just now
	 */
	public void observe(Observation observation) {
		add(false, observation, timekeeper.now(), steps::current);
	}

	/**
	 * Adds to the timeline what had been seen before it was known to be this run's; once
	 * the run is over, nothing is added.
	 * @param observation what was seen
	 * @param seenAt when that was, by the wall clock; the step is the one that was played
	 * then
	 */
	public void observe(Observation observation, Instant seenAt) {
		add(false, observation, seenAt, () -> steps.begunBy(seenAt));
	}

	/**
	 * Adds to the timeline of a run that is over what became of its resource afterwards;
	 * without effect while it is live.
	 * @param observation what was seen
	 * @param seenAt when that was, by the wall clock
	 */
	public void observeAfterwards(Observation observation, Instant seenAt) {
		add(true, observation, seenAt, () -> null);
	}

	/**
	 * The run as it stands.
	 * @return an immutable copy
	 */
	public RunSnapshot snapshot() {
		return snapshotSince(0);
	}

	/**
	 * The run as it stands, with those entries of its timeline that are new or have
	 * changed.
	 * @param since the version of an earlier snapshot; 0 means before all
	 * @return an immutable copy
	 */
	public RunSnapshot snapshotSince(long since) {
		synchronized (lock) {
			return copy(timeline.entriesSince(since));
		}
	}

	/**
	 * The run as it stands, without its timeline.
	 * @return an immutable copy
	 */
	public RunSnapshot summary() {
		synchronized (lock) {
			return copy(List.of());
		}
	}

	/**
	 * Where the run stands, without the cost of a copy of its timeline.
	 * @return whether it is over
	 */
	public boolean isFinished() {
		synchronized (lock) {
			return isOver();
		}
	}

	/**
	 * Calls somebody at each change.
	 * @param listener is called outside any lock, on the thread that makes the change;
	 * must be quick and must not block
	 * @return ends it
	 */
	public Subscription onChange(Runnable listener) {
		return listeners.add(listener);
	}

	/**
	 * Calls somebody at each change of anything but the timeline.
	 * @param listener as for {@link #onChange}
	 * @return ends it
	 */
	public Subscription onSummaryChange(Runnable listener) {
		return summaryListeners.add(listener);
	}

	/**
	 * Waits for the end.
	 * @return completes with the finished run, outside any lock
	 */
	public CompletionStage<RunSnapshot> whenFinished() {
		return finished.minimalCompletionStage();
	}

	/**
	 * How long ago the run ended, by the monotonic source.
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
		return steps.areOver();
	}

	private Duration age() {
		return Duration.ofNanos((isOver() ? finishedNanos : timekeeper.nanoTime()) - createdNanos);
	}

}
