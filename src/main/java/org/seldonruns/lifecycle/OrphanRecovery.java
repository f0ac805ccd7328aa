package org.seldonruns.lifecycle;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.seldonruns.cluster.OrphanSource;
import org.seldonruns.cluster.OrphanedResource;
import org.seldonruns.lifecycle.kept.KeptRuns;
import org.seldonruns.lifecycle.kept.ResourceRemovals;
import org.seldonruns.run.Component;
import org.seldonruns.run.Observation;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunId;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.Step;
import org.seldonruns.run.StepName;
import org.seldonruns.run.StepStatus;
import org.seldonruns.run.history.HistorySettings;
import org.seldonruns.run.history.RunHistory;
import org.seldonruns.time.Timekeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Looks after what runs have left: those of processes that are no more come into the
 * history as interrupted, and what they created is removed, or kept for as long as it was
 * to be; and whatever a run of this process could not remove is removed once that can be.
 */
@org.springframework.stereotype.Component
class OrphanRecovery implements SmartLifecycle {

	private static final Logger log = LoggerFactory.getLogger(OrphanRecovery.class);

	private final OrphanSource leftovers;

	private final RunQueue queue;

	private final RunExecutor player;

	private final KeptRuns keptRuns;

	private final ResourceRemovals removals;

	private final RunHistory history;

	private final FinishedRunReporter records;

	private final Timekeeper timekeeper;

	private final HistorySettings historySettings;

	private volatile boolean running;

	OrphanRecovery(OrphanSource leftovers, RunQueue queue, RunExecutor player, KeptRuns keptRuns,
			ResourceRemovals removals, RunHistory history, FinishedRunReporter records, Timekeeper timekeeper,
			HistorySettings historySettings) {
		this.leftovers = leftovers;
		this.queue = queue;
		this.player = player;
		this.keptRuns = keptRuns;
		this.removals = removals;
		this.history = history;
		this.records = records;
		this.timekeeper = timekeeper;
		this.historySettings = historySettings;
	}

	@Override
	public void start() {
		running = true;
		leftovers.watch(leftover -> inBackground(() -> lookAfter(leftover)), this::tellThatItIsGone);
	}

	@Override
	public void stop() {
		running = false;
	}

	@Override
	public boolean isRunning() {
		return running;
	}

	private static void inBackground(Runnable action) {
		Thread.ofVirtual().name("recovery").start(action);
	}

	private void lookAfter(OrphanedResource leftover) {
		if (!running) {
			return;
		}
		Optional<Run> known = find(leftover.run());
		if (known.isPresent()) {
			var unused = known.get().whenFinished().thenAccept(run -> inBackground(() -> removeIfLeft(leftover, run)));
			return;
		}
		if (leftover.own()) {
			removals.remove(leftover.request().resource(), leftover.run());
			return;
		}
		takeOver(leftover);
	}

	private Optional<Run> find(RunId id) {
		// First among the live: a run is in the history a moment after it has begun.
		return queue.live(id).or(() -> history.find(id));
	}

	private void removeIfLeft(OrphanedResource leftover, RunSnapshot run) {
		if (!isDeleted(run) && run.keptUntil() == null) {
			removals.remove(leftover.request().resource(), leftover.run());
		}
	}

	private static boolean isDeleted(RunSnapshot run) {
		return run.step(StepName.DELETE).status() == StepStatus.SUCCEEDED;
	}

	// Mostly while the run itself waits for that, and tells.
	private void tellThatItIsGone(RunId id, Observation gone) {
		Instant seenAt = timekeeper.now();
		find(id).ifPresent(run -> {
			var unused = run.whenFinished().thenAccept(over -> {
				if (!isDeleted(over)) {
					run.observeAfterwards(gone, seenAt);
				}
			});
		});
	}

	private void takeOver(OrphanedResource leftover) {
		OrphanedResource.Kept kept = leftover.kept();
		if (kept != null) {
			log.info("Run {} is taken over, whose resource is kept until {}", leftover.run(), kept.until());
			Run run = continued(leftover, kept.steps(), kept.components());
			boolean isKept = keptRuns.keep(run, leftover.resource(), kept.until());
			history.add(run);
			if (!isKept) {
				player.cleanUp(run, leftover.resource());
			}
			return;
		}
		log.info("Run {} was interrupted, and what it created is removed", leftover.run());
		Run run = continued(leftover, InterruptedSteps.of(leftover, timekeeper.now()), List.of());
		history.add(run);
		player.cleanUp(run, leftover.resource());
	}

	private Run continued(OrphanedResource leftover, List<Step> steps, List<Component> components) {
		Run run = Run.continued(leftover.run(), leftover.request(), leftover.createdAt(), leftover.resource().uid(),
				steps, components, historySettings.timelineEntries(), timekeeper);
		var unused = run.whenFinished().thenAccept(records::finished);
		return run;
	}

}
