package org.seldonruns.run.history;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.SampleRuns;
import org.seldonruns.time.ManualTimekeeper;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/** Many threads at once neither break the history nor stand in each other's way. */
@Timeout(60)
class RunHistoryConcurrencyTests {

	private static final int MOST = 20;

	private static final int EACH = 100;

	private static final RunFilter ALL = new RunFilter(null, null, Map.of());

	private final ManualTimekeeper timekeeper = new ManualTimekeeper();

	private final RunHistory history = new RunHistory(
			new HistorySettings(MOST, Duration.ZERO, Duration.ofHours(24), DataSize.ofMegabytes(64), 1000), timekeeper);

	@Test
	void isConsistentUnderConcurrentAccess() throws Exception {
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			List<Future<Run>> live = IntStream.range(0, 8).mapToObj(i -> threads.submit(this::addMany)).toList();
			for (Future<Run> added : live) {
				assertThat(history.find(added.get().id())).contains(added.get());
			}
		}
		List<RunSnapshot> left = history.list(ALL, 1000, OptionalLong.empty()).runs();
		assertThat(left).extracting(RunSnapshot::id).doesNotHaveDuplicates();
		assertThat(left).filteredOn(run -> run.status().isTerminal()).hasSize(MOST);
	}

	/** Adds many runs that end, and looks at them all the while. */
	private Run addMany() {
		Run live = SampleRuns.run(timekeeper);
		history.add(live);
		for (int i = 0; i < EACH; i++) {
			Run run = SampleRuns.run(timekeeper);
			history.add(run);
			SampleRuns.finished(run);
			assertThat(history.list(ALL, 5, OptionalLong.empty()).runs()).hasSizeLessThanOrEqualTo(5);
		}
		return live;
	}

}
