package org.seldonruns.lifecycle.step;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.seldonruns.run.Run;
import org.seldonruns.run.SampleRuns;
import org.seldonruns.run.StepName;
import org.seldonruns.time.ManualTimekeeper;

import static org.assertj.core.api.Assertions.assertThat;

class StepProgressTests {

	private final ManualTimekeeper timekeeper = new ManualTimekeeper();

	private final Run run = SampleRuns.run(timekeeper, SampleRuns.request("seldon", Map.of()));

	private final StepProgress progress = new StepProgress(run, StepName.CREATE, timekeeper);

	private final List<String> published = new ArrayList<>();

	@BeforeEach
	void begin() {
		run.begin(StepName.CREATE, null);
		var unused = run.onSummaryChange(() -> published.add(run.summary().step(StepName.CREATE).detail()));
	}

	@Test
	void publishesTheFirstDetailAtOnceAndThenAtMostTwiceASecond() {
		for (int i = 0; i < 10; i++) {
			progress.report("detail " + i);
			timekeeper.advance(Duration.ofMillis(100));
		}

		assertThat(published).containsExactly("detail 0", "detail 4", "detail 9");
	}

	@Test
	void publishesNothingTwice() {
		progress.report("waiting");
		timekeeper.advance(Duration.ofSeconds(1));
		progress.report("waiting");
		timekeeper.advance(Duration.ofSeconds(1));

		assertThat(published).containsExactly("waiting");
		assertThat(timekeeper.pendingActions()).isZero();
	}

	@Test
	void publishesNothingAfterTheEnd() {
		progress.report("first");
		progress.report("second");
		progress.close();
		run.succeed(StepName.CREATE, "done");
		timekeeper.advance(Duration.ofSeconds(1));
		progress.report("third");

		assertThat(run.summary().step(StepName.CREATE).detail()).isEqualTo("done");
		assertThat(published).containsExactly("first", "done");
		assertThat(timekeeper.pendingActions()).isZero();
	}

}
