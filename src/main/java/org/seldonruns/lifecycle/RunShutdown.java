package org.seldonruns.lifecycle;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.seldonruns.lifecycle.step.Cancellation;
import org.seldonruns.lifecycle.step.Waiter;
import org.seldonruns.run.request.ResourceName;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.time.Timekeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Cancels all runs when the service stops and waits for the deletion of their resources,
 * before the web server stops.
 */
@Component
class RunShutdown implements SmartLifecycle {

	private static final Logger log = LoggerFactory.getLogger(RunShutdown.class);

	private final RunQueue queue;

	private final RunSettings settings;

	private final Timekeeper timekeeper;

	private volatile boolean running;

	RunShutdown(RunQueue queue, RunSettings settings, Timekeeper timekeeper) {
		this.queue = queue;
		this.settings = settings;
		this.timekeeper = timekeeper;
	}

	@Override
	public void start() {
		running = true;
	}

	@Override
	public boolean isRunning() {
		return running;
	}

	@Override
	public void stop() {
		Map<Run, CompletableFuture<Void>> stopped = queue.stopAll();
		if (!stopped.isEmpty()) {
			log.info("Shutting down: cancelling {} and deleting created resources",
					(stopped.size() == 1) ? "1 run" : stopped.size() + " runs");
		}
		CompletableFuture<Void> allOver = CompletableFuture.allOf(stopped.values().toArray(CompletableFuture[]::new));
		new Waiter(timekeeper).await(allOver, timekeeper.deadline(settings.shutdownGrace()), new Cancellation());
		stopped.keySet().stream().filter(run -> !run.isFinished()).map(Run::summary).forEach(RunShutdown::warn);
		running = false;
	}

	private static void warn(RunSnapshot run) {
		ResourceName resource = run.request().resource();
		log.warn("Run {} did not finish within the shutdown grace period: {} {}/{} with uid {} may still exist",
				run.id(), resource.kind(), resource.namespace(), resource.name(),
				(run.uid() != null) ? run.uid() : "unknown");
	}

}
