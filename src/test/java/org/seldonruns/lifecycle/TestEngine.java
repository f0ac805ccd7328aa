package org.seldonruns.lifecycle;

import java.time.Duration;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.seldonruns.lifecycle.kept.KeptLimits;
import org.seldonruns.lifecycle.kept.KeptRuns;
import org.seldonruns.lifecycle.kept.KeptSettings;
import org.seldonruns.lifecycle.kept.LeftoverDeletions;
import org.seldonruns.lifecycle.prediction.PredictionSettings;
import org.seldonruns.lifecycle.update.UpdateSettings;
import org.seldonruns.run.history.HistorySettings;
import org.seldonruns.run.history.RunHistory;
import org.seldonruns.time.ManualTimekeeper;

import org.springframework.util.unit.DataSize;

/** Wires the classes of this package as Spring does. */
public final class TestEngine {

	static final HistorySettings HISTORY = new HistorySettings(100, Duration.ZERO, Duration.ofHours(1),
			DataSize.ofMegabytes(1), 10);

	static final PredictionSettings PREDICTIONS = new PredictionSettings(Duration.ofSeconds(10),
			Duration.ofSeconds(10));

	private static final UpdateSettings UPDATES = new UpdateSettings(Duration.ofSeconds(10));

	static final KeptSettings KEPT = new KeptSettings(2, 3);

	static final MemorySettings MEMORY = new MemorySettings(DataSize.ofMegabytes(64), DataSize.ofMegabytes(32),
			DataSize.ofMegabytes(32));

	final RunHistory history;

	final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	final LeftoverDeletions removals;

	public final KeptRuns keptRuns;

	final RunExecutor runExecutor;

	private final FakeCluster cluster;

	private final ManualTimekeeper timekeeper;

	TestEngine(FakeCluster cluster, ManualTimekeeper timekeeper) {
		this.cluster = cluster;
		this.timekeeper = timekeeper;
		this.history = new RunHistory(HISTORY, timekeeper);
		this.removals = new LeftoverDeletions(cluster, timekeeper);
		this.keptRuns = new KeptRuns(cluster, removals, new KeptLimits(KEPT, HISTORY, registry), timekeeper);
		this.runExecutor = new RunExecutor(cluster, keptRuns, timekeeper, Sample.DIAGNOSIS, PREDICTIONS, UPDATES);
	}

	RunQueue queue(RunSettings settings) {
		return new RunQueue(runExecutor, keptRuns, new DryRun(cluster), history, new RunMetrics(registry), records(),
				timekeeper, settings, new RunLimits(settings, MEMORY), HISTORY);
	}

	FinishedRunReporter records() {
		return new FinishedRunReporter(new RunMetrics(registry), new RunLog());
	}

}
