package org.seldonruns.run;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
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

		assertThat(history.remove(run.id())).isEqualTo(RunHistory.Removal.LIVE);
		assertThat(history.find(run.id())).contains(run);
		run.cancelWhileQueued(SampleRuns.CANCELLED);
		assertThat(history.remove(run.id())).isEqualTo(RunHistory.Removal.REMOVED);
		assertThat(history.remove(run.id())).isEqualTo(RunHistory.Removal.UNKNOWN);

		assertThat(history.find(run.id())).isEmpty();
		assertThat(list(ALL)).isEmpty();
	}

	@Test
	void knowsNoRunThatWasNeverAdded() {
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
		b.begin(StepName.CREATE);

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
	void dropsTheOldestThatAreOverWhenThereAreTooMany() {
		RunHistory small = history(3);
		Run oldest = SampleRuns.finished(added(small));
		Run live = added(small);
		Run second = SampleRuns.finished(added(small));
		assertThat(small.find(oldest.id())).isPresent();

		Run newest = added(small);
		assertThat(ids(small)).containsExactly(newest.id(), second.id(), live.id());
		Run another = added(small);
		assertThat(ids(small)).containsExactly(another.id(), newest.id(), live.id());
	}

	@Test
	void neverDropsALiveRunHoweverManyThereAre() {
		RunHistory small = history(1);
		Run queued = added(small);
		Run running = added(small);
		running.begin(StepName.CREATE);
		timekeeper.advance(Duration.ofDays(365));

		assertThat(ids(small)).containsExactly(running.id(), queued.id());
	}

	@Test
	void dropsAsSoonAsARunThatWasOneTooManyEnds() {
		RunHistory small = history(1);
		Run first = added(small);
		Run second = added(small);

		SampleRuns.finished(second);

		assertThat(small.find(first.id())).isPresent();
		assertThat(small.find(second.id())).isEmpty();
	}

	@Test
	void dropsByAgeSinceTheEndWhateverTheWallClockDoes() {
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
	void dropsTheOldestThatAreOverWhenTheyTakeTooMuchMemory() {
		RunHistory light = new RunHistory(
				new HistorySettings(100, Duration.ofHours(24), DataSize.ofKilobytes(300), 1000), timekeeper);
		Run live = added(light, "seldon", Map.of(), "a".repeat(100_000));
		Run first = SampleRuns.finished(added(light, "seldon", Map.of(), "a".repeat(90_000)));
		Run second = SampleRuns.finished(added(light, "seldon", Map.of(), "a".repeat(90_000)));
		assertThat(ids(light)).containsExactly(second.id(), first.id(), live.id());

		Run third = added(light, "seldon", Map.of(), "a".repeat(90_000));

		assertThat(ids(light)).containsExactly(third.id(), second.id(), live.id());
	}

	@Test
	void givesUpItsListOnlyAsACopy() {
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
		return new RunHistory(new HistorySettings(maxRuns, Duration.ofHours(24), DataSize.ofMegabytes(64), 1000),
				timekeeper);
	}

}
