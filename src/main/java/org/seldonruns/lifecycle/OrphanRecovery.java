package org.seldonruns.lifecycle;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.seldonruns.cluster.RecoverableResource;
import org.seldonruns.cluster.ResourceRecoverySource;
import org.seldonruns.lifecycle.kept.KeptRuns;
import org.seldonruns.lifecycle.kept.LeftoverDeletions;
import org.seldonruns.run.Observation;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunId;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.Step;
import org.seldonruns.run.StepName;
import org.seldonruns.run.StepStatus;
import org.seldonruns.run.Warning;
import org.seldonruns.run.component.Component;
import org.seldonruns.run.history.HistorySettings;
import org.seldonruns.run.history.RunHistory;
import org.seldonruns.time.Timekeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Recovers the runs of processes that ended: adds them to the history as interrupted and
 * deletes their resources, or keeps them until their time is up. It also deletes
 * resources that runs of this process could not delete.
 */
@org.springframework.stereotype.Component
class OrphanRecovery implements SmartLifecycle {

	private static final Logger log = LoggerFactory.getLogger(OrphanRecovery.class);

	private final ResourceRecoverySource orphans;

	private final RunQueue queue;

	private final RunExecutor runExecutor;

	private final KeptRuns keptRuns;

	private final LeftoverDeletions removals;

	private final RunHistory history;

	private final FinishedRunReporter reporter;

	private final Timekeeper timekeeper;

	private final HistorySettings historySettings;

	private volatile boolean running;

	OrphanRecovery(ResourceRecoverySource orphans, RunQueue queue, RunExecutor runExecutor, KeptRuns keptRuns,
			LeftoverDeletions removals, RunHistory history, FinishedRunReporter reporter, Timekeeper timekeeper,
			HistorySettings historySettings) {
		this.orphans = orphans;
		this.queue = queue;
		this.runExecutor = runExecutor;
		this.keptRuns = keptRuns;
		this.removals = removals;
		this.history = history;
		this.reporter = reporter;
		this.timekeeper = timekeeper;
		this.historySettings = historySettings;
	}

	@Override
	public void start() {
		running = true;
		orphans.watch(orphan -> inBackground(() -> recover(orphan)), this::recordDeletion);
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

	private void recover(RecoverableResource orphan) {
		if (!running) {
			return;
		}
		Optional<Run> known = findRun(orphan.run());
		if (known.isPresent()) {
			var unused = known.get().whenFinished().thenAccept(run -> inBackground(() -> removeIfLeft(orphan, run)));
			return;
		}
		if (orphan.own()) {
			removals.remove(orphan.request().resource(), orphan.run());
			return;
		}
		takeOver(orphan);
	}

	private Optional<Run> findRun(RunId id) {
		// Live runs first: a run is added to the history after it has begun.
		return queue.findLive(id).or(() -> history.find(id));
	}

	private void removeIfLeft(RecoverableResource orphan, RunSnapshot run) {
		if (!isDeleted(run) && run.keptUntil() == null) {
			removals.remove(orphan.request().resource(), orphan.run());
		}
	}

	private static boolean isDeleted(RunSnapshot run) {
		return run.step(StepName.DELETE).status() == StepStatus.SUCCEEDED;
	}

	// Mostly the run itself is still waiting for the deletion and records it.
	private void recordDeletion(RunId id, Observation gone) {
		Instant seenAt = timekeeper.now();
		findRun(id).ifPresent(run -> {
			var unused = run.whenFinished().thenAccept(over -> {
				if (!isDeleted(over)) {
					run.observeAfterEnd(gone, seenAt);
				}
			});
		});
	}

	private void takeOver(RecoverableResource orphan) {
		RecoverableResource.Kept kept = orphan.kept();
		if (kept != null) {
			log.info("Taking over run {}, whose resource is kept until {}", orphan.run(), kept.until());
			Run run = restore(orphan, kept.steps(), kept.components(), kept.warnings());
			boolean isKept = keptRuns.keep(run, orphan.resource(), kept.until());
			history.add(run);
			if (!isKept) {
				runExecutor.cleanUp(run, orphan.resource());
			}
			return;
		}
		log.info("Run {} was interrupted; deleting its resource", orphan.run());
		Run run = restore(orphan, InterruptedSteps.of(orphan, timekeeper.now()), List.of(), List.of());
		history.add(run);
		runExecutor.cleanUp(run, orphan.resource());
	}

	private Run restore(RecoverableResource orphan, List<Step> steps, List<Component> components,
			List<Warning> warnings) {
		Run run = Run.continued(orphan.run(), orphan.request(), orphan.createdAt(), orphan.resource().uid(), steps,
				components, warnings, historySettings.timelineEntries(), timekeeper);
		var unused = run.whenFinished().thenAccept(reporter::finished);
		return run;
	}

}
