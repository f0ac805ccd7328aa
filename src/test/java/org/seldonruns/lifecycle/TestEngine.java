package org.seldonruns.lifecycle;

import java.time.Duration;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.seldonruns.run.HistorySettings;
import org.seldonruns.run.RunHistory;
import org.seldonruns.time.ManualTimekeeper;

import org.springframework.util.unit.DataSize;

/** The classes of this room, wired as Spring wires them. */
final class TestEngine {

	static final HistorySettings HISTORY = new HistorySettings(100, Duration.ZERO, Duration.ofHours(1),
			DataSize.ofMegabytes(1), 10);

	static final KeptSettings KEPT = new KeptSettings(2, 3);

	static final MemorySettings MEMORY = new MemorySettings(DataSize.ofMegabytes(64), DataSize.ofMegabytes(32),
			DataSize.ofMegabytes(32));

	final RunHistory history;

	final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	final Removals removals;

	final KeptRuns keptRuns;

	final RunPlayer player;

	private final FakeCluster cluster;

	private final ManualTimekeeper timekeeper;

	TestEngine(FakeCluster cluster, ManualTimekeeper timekeeper) {
		this.cluster = cluster;
		this.timekeeper = timekeeper;
		this.history = new RunHistory(HISTORY, timekeeper);
		this.removals = new Removals(cluster, timekeeper);
		this.keptRuns = new KeptRuns(cluster, removals, new KeptLimits(KEPT, HISTORY), timekeeper);
		this.player = new RunPlayer(cluster, keptRuns, timekeeper, Sample.DIAGNOSIS);
	}

	RunQueue queue(RunSettings settings) {
		return new RunQueue(player, keptRuns, new DryRun(cluster), history, new RunMetrics(registry), records(),
				timekeeper, settings, new RunLimits(settings, MEMORY), HISTORY);
	}

	RunRecords records() {
		return new RunRecords(new RunMetrics(registry), new RunLog());
	}

}
