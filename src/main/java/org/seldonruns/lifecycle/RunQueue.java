package org.seldonruns.lifecycle;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.seldonruns.run.HistorySettings;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunHistory;
import org.seldonruns.run.RunId;
import org.seldonruns.run.RunRequest;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.seldon.Manifest;
import org.seldonruns.time.Timekeeper;
import org.slf4j.MDC;

import org.springframework.core.task.TaskRejectedException;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.stereotype.Component;

/**
 * Queues runs and has them played, so many at once as may. Safe for use by many threads.
 */
@Component
class RunQueue implements Runs, AutoCloseable {

	/** The key under which log lines carry the id of their run. */
	private static final String LOGGED_RUN = "run";

	private final RunPlayer player;

	private final DryRun dryRun;

	private final RunHistory history;

	private final RunMetrics metrics;

	private final RunLog runLog;

	private final Timekeeper timekeeper;

	private final RunSettings settings;

	private final HistorySettings historySettings;

	private final ThreadPoolTaskExecutor executor;

	/** Every run that waits or is played. */
	private final Map<RunId, Task> live = new ConcurrentHashMap<>();

	private volatile boolean closed;

	RunQueue(RunPlayer player, DryRun dryRun, RunHistory history, RunMetrics metrics, RunLog runLog,
			Timekeeper timekeeper, RunSettings settings, HistorySettings historySettings) {
		this.player = player;
		this.dryRun = dryRun;
		this.history = history;
		this.metrics = metrics;
		this.runLog = runLog;
		this.timekeeper = timekeeper;
		this.settings = settings;
		this.historySettings = historySettings;
		this.executor = executor(settings);
		metrics.gauges(executor::getActiveCount, executor::getQueueSize);
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
	public Run start(RunRequest request, Manifest manifest) {
		refuseWhenClosed();
		Run run = new Run(RunId.next(), request, historySettings.timelineEntries(), timekeeper);
		Task task = new Task(new LiveRun(run, manifest));
		live.put(run.id(), task);
		history.add(run);
		try {
			executor.execute(task);
		}
		catch (TaskRejectedException ex) {
			live.remove(run.id());
			history.remove(run.id());
			refuseWhenClosed();
			throw new QueueFullException(settings.maxQueued());
		}
		run.whenFinished().thenAccept(this::finished);
		if (closed) {
			// The shutdown may have looked at the live runs before this one was among
			// them.
			stop(task, "the service is shutting down");
		}
		return run;
	}

	private void refuseWhenClosed() {
		if (closed) {
			throw new ShuttingDownException();
		}
	}

	private void finished(RunSnapshot run) {
		live.remove(run.id());
		metrics.finished(run);
		runLog.finished(run);
	}

	@Override
	public Judgement dryRun(RunRequest request, Manifest manifest) {
		refuseWhenClosed();
		return dryRun.judge(request, manifest);
	}

	@Override
	public Optional<Run> cancel(RunId id) {
		Task task = live.get(id);
		if (task != null) {
			stop(task, "cancelled on request");
		}
		return history.find(id);
	}

	private void stop(Task task, String reason) {
		// What was still waiting never gets a thread; what has one looks at the
		// cancellation.
		if (executor.getThreadPoolExecutor().remove(task)) {
			task.run.run().cancelWhileQueued(reason);
			return;
		}
		task.run.cancellation().request(reason);
	}

	@Override
	public Removal remove(RunId id) {
		Optional<Run> run = history.find(id);
		if (run.isEmpty()) {
			return Removal.UNKNOWN;
		}
		if (!run.get().isFinished()) {
			return Removal.LIVE;
		}
		history.remove(id);
		return Removal.REMOVED;
	}

	/**
	 * Takes no further run, and stops those that are live.
	 * @return the runs that are live
	 */
	Collection<Run> stopAll() {
		closed = true;
		List<Task> tasks = List.copyOf(live.values());
		tasks.forEach(task -> stop(task, "the service is shutting down"));
		return tasks.stream().map(task -> task.run.run()).toList();
	}

	@Override
	public void close() {
		executor.shutdown();
	}

	/** Plays one run on the thread that it is given. */
	private final class Task implements Runnable {

		private final LiveRun run;

		private Task(LiveRun run) {
			this.run = run;
		}

		@Override
		public void run() {
			MDC.put(LOGGED_RUN, run.run().id().toString());
			try {
				player.play(run);
			}
			finally {
				MDC.remove(LOGGED_RUN);
			}
		}

	}

}
