package org.seldonruns.lifecycle;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import org.seldonruns.lifecycle.kept.KeptRuns;
import org.seldonruns.lifecycle.step.Cancellation;
import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunId;
import org.seldonruns.run.request.RunRequest;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.history.HistorySettings;
import org.seldonruns.run.history.RunHistory;
import org.seldonruns.seldon.manifest.UploadedManifests;
import org.seldonruns.time.Durations;
import org.seldonruns.time.Timekeeper;
import org.slf4j.MDC;

import org.springframework.core.task.TaskRejectedException;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.stereotype.Component;

/**
 * Implements the starts, dry runs and cancels of {@link RunService}. Queues runs and
 * executes a limited number of them at the same time. Safe for use by many threads.
 */
@Component
class RunQueue implements RunService, AutoCloseable {

	private static final Diagnosis CANCELLED = Diagnosis.of(Cause.CANCELLED, "cancelled on request");

	private final RunExecutor runExecutor;

	private final DryRun dryRun;

	private final RunHistory history;

	private final KeptRuns keptRuns;

	private final FinishedRunReporter reporter;

	private final Timekeeper timekeeper;

	private final RunSettings settings;

	private final RunLimits limits;

	private final HistorySettings historySettings;

	private final ThreadPoolTaskExecutor executor;

	/** All queued and running runs. */
	private final Map<RunId, Task> live = new ConcurrentHashMap<>();

	/**
	 * Held while a run is accepted, so that a shutdown or a repeated request sees either
	 * none or all of its effects.
	 */
	private final Object startLock = new Object();

	private volatile boolean closed;

	RunQueue(RunExecutor runExecutor, KeptRuns keptRuns, DryRun dryRun, RunHistory history, RunMetrics metrics,
			FinishedRunReporter reporter, Timekeeper timekeeper, RunSettings settings, RunLimits limits,
			HistorySettings historySettings) {
		this.runExecutor = runExecutor;
		this.keptRuns = keptRuns;
		this.dryRun = dryRun;
		this.history = history;
		this.reporter = reporter;
		this.timekeeper = timekeeper;
		this.settings = settings;
		this.limits = limits;
		this.historySettings = historySettings;
		this.executor = executor(settings);
		metrics.registerGauges(executor::getActiveCount, executor::getQueueSize, settings);
	}

	private static ThreadPoolTaskExecutor executor(RunSettings settings) {
		ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
		executor.setVirtualThreads(true);
		executor.setThreadNamePrefix("run-");
		executor.setCorePoolSize(settings.maxRunning());
		executor.setMaxPoolSize(settings.maxRunning());
		executor.setQueueCapacity(settings.maxQueued());
		executor.setAllowCoreThreadTimeOut(true);
		executor.initialize();
		return executor;
	}

	@Override
	public StartedRun start(RunRequest request, UploadedManifests manifests) {
		synchronized (startLock) {
			Optional<Run> earlier = history.findEarlier(request);
			if (earlier.isPresent()) {
				return new StartedRun(requireSameRequest(earlier.get(), request), true);
			}
			return new StartedRun(startNew(request, manifests), false);
		}
	}

	private static Run requireSameRequest(Run run, RunRequest request) {
		if (!run.request().equals(request)) {
			throw new IdempotencyKeyReusedException(run.id());
		}
		return run;
	}

	private Run startNew(RunRequest request, UploadedManifests manifests) {
		requireOpen();
		if (history.isFullOfRecentRuns()) {
			throw new TooManyRunsException(
					"The history is full of runs that finished less than %s ago (seldon-runs.history.min-age); retry later, or increase seldon-runs.history.max-runs or max-size"
						.formatted(Durations.of(historySettings.minAge())));
		}
		RunLimits.Admission admission = limits.admit(request, manifests.weight());
		Run run = new Run(RunId.next(), request, historySettings.timelineEntries(), timekeeper);
		Task task = new Task(new LiveRun(run), admission);
		live.put(run.id(), task);
		try {
			executor.execute(task);
		}
		catch (TaskRejectedException ex) {
			live.remove(run.id());
			admission.close();
			throw new QueueFullException(settings.maxQueued());
		}
		history.add(run);
		return run;
	}

	private void requireOpen() {
		if (closed) {
			throw new ShuttingDownException();
		}
	}

	private void finished(RunSnapshot run, RunLimits.Admission admission) {
		live.remove(run.id());
		admission.close();
		reporter.finished(run);
	}

	@Override
	@SuppressWarnings("try") // the admission is only closed, never read
	public DryRunResult dryRun(RunRequest request, UploadedManifests manifests) {
		requireOpen();
		try (RunLimits.Admission unused = limits.admit(request, manifests.weight())) {
			return dryRun.run(request, manifests);
		}
	}

	@Override
	public Optional<Run> cancel(RunId id) {
		Task task = live.get(id);
		if (task != null) {
			stop(task, CANCELLED);
		}
		keptRuns.remove(id);
		return history.find(id);
	}

	private void stop(Task task, Diagnosis why) {
		if (!cancelWhileQueued(task, why)) {
			task.live.cancellation().request(why);
		}
	}

	private boolean cancelWhileQueued(Task task, Diagnosis why) {
		boolean waited = executor.getThreadPoolExecutor().remove(task);
		if (waited) {
			task.live.run().cancelWhileQueued(why);
		}
		return waited;
	}

	/**
	 * Finds a queued or running run.
	 * @param id the id of the run
	 * @return empty if the run is finished or unknown
	 */
	Optional<Run> findLive(RunId id) {
		return Optional.ofNullable(live.get(id)).map(task -> task.live.run());
	}

	/**
	 * Rejects new runs and cancels the live ones.
	 * @return the cancelled runs, each with a future that completes when the run is
	 * finished and logged
	 */
	Map<Run, CompletableFuture<Void>> stopAll() {
		rejectNewRuns();
		List<Task> tasks = List.copyOf(live.values());
		// Queued runs first: the end of a running one would start one of them.
		List<Task> begun = tasks.stream().filter(task -> !cancelWhileQueued(task, Cancellation.SHUTTING_DOWN)).toList();
		begun.forEach(task -> task.live.cancellation().request(Cancellation.SHUTTING_DOWN));
		return tasks.stream().collect(Collectors.toMap(task -> task.live.run(), task -> task.reported));
	}

	private void rejectNewRuns() {
		synchronized (startLock) {
			closed = true;
		}
	}

	@Override
	public void close() {
		rejectNewRuns();
		executor.shutdown();
	}

	/** Executes one run. */
	private final class Task implements Runnable {

		private final LiveRun live;

		private final CompletableFuture<Void> reported;

		private Task(LiveRun live, RunLimits.Admission admission) {
			this.live = live;
			this.reported = live.run()
				.whenFinished()
				.thenAccept(over -> finished(over, admission))
				.toCompletableFuture();
		}

		@Override
		public void run() {
			MDC.put(RunLog.RUN, live.run().id().toString());
			try {
				runExecutor.execute(live);
			}
			finally {
				MDC.remove(RunLog.RUN);
			}
		}

	}

}
