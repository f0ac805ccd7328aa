package org.seldonruns.simulation;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker and what it has to do. Work of the same key that still waits is not queued
 * twice. Safe for many threads.
 */
final class WorkQueue implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(WorkQueue.class);

	private final ScheduledThreadPoolExecutor worker;

	private final Set<Object> waiting = ConcurrentHashMap.newKeySet();

	WorkQueue(String name) {
		this.worker = new ScheduledThreadPoolExecutor(1,
				(work) -> Thread.ofPlatform().name(name).daemon().unstarted(work),
				new ThreadPoolExecutor.DiscardPolicy());
		this.worker.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		this.worker.setRemoveOnCancelPolicy(true);
	}

	void add(Object key, Runnable work) {
		add(key, Duration.ZERO, work);
	}

	void add(Object key, Duration delay, Runnable work) {
		if (this.waiting.add(key)) {
			var unused = this.worker.schedule(() -> run(key, work), delay.toNanos(), TimeUnit.NANOSECONDS);
		}
	}

	private void run(Object key, Runnable work) {
		this.waiting.remove(key);
		try {
			work.run();
		}
		catch (Refusal ex) {
			// What is gone needs no work; what is in the way may go.
			if (ex.status().getCode() == 409) {
				add(key, Duration.ofMillis(20), work);
			}
		}
		catch (RuntimeException ex) {
			if (!this.worker.isShutdown()) {
				logger.error("Work on {} failed", key, ex);
			}
		}
	}

	@Override
	public void close() {
		this.worker.shutdownNow();
		try {
			if (!this.worker.awaitTermination(60, TimeUnit.SECONDS)) {
				throw new IllegalStateException("still at work after a minute");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
