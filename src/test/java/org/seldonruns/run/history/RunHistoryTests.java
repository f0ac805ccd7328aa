package org.seldonruns.run.history;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunId;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.RunStatus;
import org.seldonruns.run.SampleRuns;
import org.seldonruns.run.StepName;
import org.seldonruns.time.ManualTimekeeper;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

class RunHistoryTests {

	private static final RunFilter ALL = filter(null, null, Map.of());

	private final ManualTimekeeper timekeeper = new ManualTimekeeper();

	private final RunHistory history = history(100);

	@Test
	void findsARunUntilItIsRemoved() {
		Run run = added();
		assertThat(history.find(run.id())).contains(run);

		assertThat(history.remove(run.id())).isEqualTo(RunRemoval.LIVE);
		assertThat(history.find(run.id())).contains(run);
		run.cancelWhileQueued(SampleRuns.CANCELLED);
		assertThat(history.remove(run.id())).isEqualTo(RunRemoval.REMOVED);
		assertThat(history.remove(run.id())).isEqualTo(RunRemoval.UNKNOWN);

		assertThat(history.find(run.id())).isEmpty();
		assertThat(list(ALL)).isEmpty();
	}

	@Test
	void unknownRunIsNotFound() {
		added();

		assertThat(history.find(RunId.next())).isEmpty();
	}

	@Test
	void listsTheNewestFirstWithoutTimelines() {
		Run first = added();
		Run second = added();
		first.observe(SampleRuns.observation("a", 1));

		assertThat(list(ALL)).extracting(RunSnapshot::id).containsExactly(second.id(), first.id());
		assertThat(list(ALL)).allSatisfy(run -> assertThat(run.timeline()).isEmpty());
	}

	@Test
	void filtersByNamespaceStatusAndLabels() {
		Run a = added("seldon", Map.of("commit", "1", "team", "x"));
		Run b = added("seldon", Map.of("commit", "2"));
		Run c = added("other", Map.of("commit", "1"));
		SampleRuns.finished(a);
		b.begin(StepName.CREATE, null);

		assertThat(ids(filter("seldon", null, Map.of()))).containsExactly(b.id(), a.id());
		assertThat(ids(filter(null, RunStatus.SUCCEEDED, Map.of()))).containsExactly(a.id());
		assertThat(ids(filter(null, RunStatus.RUNNING, Map.of()))).containsExactly(b.id());
		assertThat(ids(filter(null, RunStatus.QUEUED, Map.of()))).containsExactly(c.id());
		assertThat(ids(filter(null, null, Map.of("commit", "1")))).containsExactly(c.id(), a.id());
		assertThat(ids(filter(null, null, Map.of("commit", "1", "team", "x")))).containsExactly(a.id());
		assertThat(ids(filter("seldon", RunStatus.RUNNING, Map.of("commit", "1")))).isEmpty();
		assertThat(ids(filter(null, null, Map.of("team", "1")))).isEmpty();
	}

	@Test
	void dropsTheOldestFinishedRunsWhenThereAreTooMany() {
		RunHistory small = history(2);
		Run oldest = SampleRuns.finished(added(small));
		Run live = added(small);
		Run second = SampleRuns.finished(added(small));
		assertThat(ids(small)).containsExactly(second.id(), live.id(), oldest.id());

		Run third = SampleRuns.finished(added(small));
		assertThat(ids(small)).containsExactly(third.id(), second.id(), live.id());
	}

	@Test
	void liveRunsDoNotCountTowardsMaxRuns() {
		RunHistory small = history(1);
		Run finished = added(small);
		added(small);
		added(small);

		SampleRuns.finished(finished);

		assertThat(small.find(finished.id())).contains(finished);
		assertThat(ids(small)).hasSize(3);
	}

	@Test
	void isFullWhileRunsAreYoungerThanMinimumAge() {
		RunHistory small = new RunHistory(
				new HistorySettings(1, Duration.ofMinutes(1), Duration.ofHours(24), DataSize.ofMegabytes(64), 1000),
				timekeeper);
		assertThat(small.isFullOfRecentRuns()).isFalse();
		Run first = SampleRuns.finished(added(small));
		Run second = SampleRuns.finished(added(small));
		assertThat(ids(small)).containsExactly(second.id(), first.id());
		assertThat(small.isFullOfRecentRuns()).isTrue();

		timekeeper.advance(Duration.ofMinutes(1));

		assertThat(small.isFullOfRecentRuns()).isFalse();
		assertThat(ids(small)).containsExactly(second.id());
	}

	@Test
	void isFullWhenRecentRunsTakeTooMuchMemory() {
		RunHistory light = new RunHistory(
				new HistorySettings(100, Duration.ofMinutes(1), Duration.ofHours(24), DataSize.ofKilobytes(50), 1000),
				timekeeper);
		SampleRuns.finished(added(light, "seldon", Map.of(), "a".repeat(60_000)));
		assertThat(light.isFullOfRecentRuns()).isTrue();
	}

	@Test
	void countsLabelsTowardsTheMemoryOfARun() {
		String wide = "\u4e16".repeat(253);
		RunHistory light = new RunHistory(
				new HistorySettings(100, Duration.ZERO, Duration.ofHours(24), DataSize.ofKilobytes(10), 1000),
				timekeeper);
		Map<String, String> labels = IntStream.range(0, 16)
			.boxed()
			.collect(Collectors.toMap(index -> "label-" + index, index -> wide));

		Run heavy = SampleRuns.finished(added(light, "seldon", labels, "kind: SeldonDeployment"));

		assertThat(light.find(heavy.id())).isEmpty();
	}

	@Test
	void neverDropsLiveRuns() {
		RunHistory small = history(1);
		Run queued = added(small);
		Run running = added(small);
		running.begin(StepName.CREATE, null);
		timekeeper.advance(Duration.ofDays(365));

		assertThat(ids(small)).containsExactly(running.id(), queued.id());
	}

	@Test
	void dropsOldestWhenRunBeyondLimitFinishes() {
		RunHistory small = history(1);
		Run first = SampleRuns.finished(added(small));
		Run second = added(small);
		assertThat(small.find(first.id())).isPresent();

		SampleRuns.finished(second);

		assertThat(small.find(first.id())).isEmpty();
		assertThat(small.find(second.id())).isPresent();
	}

	@Test
	void maxAgeIsMeasuredByMonotonicClock() {
		Run run = added();
		timekeeper.advance(Duration.ofDays(3));
		SampleRuns.finished(run);
		timekeeper.jump(Duration.ofDays(30));
		assertThat(history.find(run.id())).isPresent();

		timekeeper.jump(Duration.ofDays(-60));
		timekeeper.advance(Duration.ofHours(24));
		assertThat(history.find(run.id())).isPresent();

		timekeeper.advance(Duration.ofNanos(1));
		assertThat(history.find(run.id())).isEmpty();
		assertThat(list(ALL)).isEmpty();
	}

	@Test
	void dropsOldestFinishedRunsBeyondMaxSize() {
		RunHistory light = new RunHistory(
				new HistorySettings(100, Duration.ZERO, Duration.ofHours(24), DataSize.ofKilobytes(300), 1000),
				timekeeper);
		Run live = added(light, "seldon", Map.of(), "a".repeat(100_000));
		Run first = SampleRuns.finished(added(light, "seldon", Map.of(), "a".repeat(90_000)));
		Run second = SampleRuns.finished(added(light, "seldon", Map.of(), "a".repeat(90_000)));
		Run last = SampleRuns.finished(added(light, "seldon", Map.of(), "a".repeat(90_000)));
		assertThat(ids(light)).containsExactly(last.id(), second.id(), first.id(), live.id());

		Run third = SampleRuns.finished(added(light, "seldon", Map.of(), "a".repeat(90_000)));

		assertThat(ids(light)).containsExactly(third.id(), last.id(), second.id(), live.id());
	}

	@Test
	void returnedListIsACopy() {
		added();

		assertThat(history.list(ALL, 10, OptionalLong.empty()).runs()).isUnmodifiable();
	}

	private List<RunSnapshot> list(RunFilter filter) {
		return history.list(filter, 100, OptionalLong.empty()).runs();
	}

	private List<RunId> ids(RunFilter filter) {
		return list(filter).stream().map(RunSnapshot::id).toList();
	}

	private static List<RunId> ids(RunHistory history) {
		return history.list(ALL, 100, OptionalLong.empty()).runs().stream().map(RunSnapshot::id).toList();
	}

	private Run added() {
		return added(history);
	}

	private Run added(RunHistory to) {
		return added(to, "seldon", Map.of(), "kind: SeldonDeployment");
	}

	private Run added(String namespace, Map<String, String> labels) {
		return added(history, namespace, labels, "kind: SeldonDeployment");
	}

	private Run added(RunHistory to, String namespace, Map<String, String> labels, String upload) {
		Run run = SampleRuns.run(timekeeper, SampleRuns.request(namespace, labels, upload));
		to.add(run);
		return run;
	}

	private static RunFilter filter(@Nullable String namespace, @Nullable RunStatus status,
			Map<String, String> labels) {
		return new RunFilter(namespace, status, labels);
	}

	private RunHistory history(int maxRuns) {
		return new RunHistory(
				new HistorySettings(maxRuns, Duration.ZERO, Duration.ofHours(24), DataSize.ofMegabytes(64), 1000),
				timekeeper);
	}

}
