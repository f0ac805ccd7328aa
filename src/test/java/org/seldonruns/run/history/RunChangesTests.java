package org.seldonruns.run.history;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunId;
import org.seldonruns.run.RunStatus;
import org.seldonruns.run.SampleRuns;
import org.seldonruns.run.StepName;
import org.seldonruns.run.Subscription;
import org.seldonruns.time.ManualTimekeeper;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/** The changes of the list of runs, as somebody sees them who follows it. */
class RunChangesTests {

	private static final RunFilter ALL = filter(null, null);

	private final ManualTimekeeper timekeeper = new ManualTimekeeper();

	private final RunHistory history = history(100);

	@Test
	void oldestChangeComesFirst() {
		Run first = added("seldon");
		Run second = added("seldon");
		RunChanges all = history.changesSince(0, ALL);
		assertThat(shown(all)).containsExactly(first.id(), second.id());
		assertThat(all.changes()).extracting(RunChange::number).isSorted().last().isEqualTo(all.end());
		assertThat(all.startsOver()).isFalse();

		first.observe(SampleRuns.observation("a", 1));
		assertThat(history.changesSince(all.end(), ALL).changes()).isEmpty();
		first.begin(StepName.CREATE, null);
		second.begin(StepName.CREATE, null);
		first.succeed(StepName.CREATE, "done");

		RunChanges later = history.changesSince(all.end(), ALL);
		assertThat(shown(later)).containsExactly(second.id(), first.id());
		assertThat(later.changes())
			.allSatisfy(change -> assertThat(((RunChange.Shown) change).run().timeline()).isEmpty());
		assertThat(shown(history.changesSince(later.changes().getFirst().number(), ALL))).containsExactly(first.id());
		assertThat(history.changesSince(later.end(), ALL).changes()).isEmpty();
	}

	@Test
	void numberOfAnotherProcessStartsOver() {
		Run run = added("seldon");

		for (long foreign : new long[] { 1, history.number() - 1, Long.MAX_VALUE }) {
			RunChanges changes = history.changesSince(foreign, ALL);
			assertThat(changes.startsOver()).isTrue();
			assertThat(shown(changes)).containsExactly(run.id());
		}
	}

	@Test
	void runThatIsRemovedIsAnnouncedOnce() {
		Run gone = SampleRuns.finished(added("seldon"));
		Run other = added("other");
		long seen = history.changesSince(0, ALL).end();
		history.remove(gone.id());

		RunChanges changes = history.changesSince(seen, filter("seldon", null));
		assertThat(removed(changes)).containsExactly(gone.id());
		assertThat(history.changesSince(changes.end(), ALL).changes()).isEmpty();
		assertThat(history.changesSince(seen, filter("other", null)).changes()).isEmpty();
		assertThat(history.changesSince(0, filter("seldon", null)).changes()).isEmpty();
		other.begin(StepName.CREATE, null);
		assertThat(shown(history.changesSince(changes.end(), ALL))).containsExactly(other.id());
	}

	@Test
	void runThatIsDroppedIsAnnounced() {
		RunHistory small = history(1);
		Run first = SampleRuns.finished(added(small, "seldon"));
		long seen = small.changesSince(0, ALL).end();
		Run second = SampleRuns.finished(added(small, "seldon"));
		RunChanges changes = small.changesSince(seen, ALL);
		assertThat(removed(changes)).containsExactly(first.id());

		timekeeper.advance(Duration.ofHours(25));
		assertThat(removed(small.changesSince(changes.end(), ALL))).containsExactly(second.id());
	}

	@Test
	void runThatLeavesTheFilterIsAnnouncedOnce() {
		RunFilter queued = filter("seldon", RunStatus.QUEUED);
		RunFilter running = filter("seldon", RunStatus.RUNNING);
		RunFilter failed = filter("seldon", RunStatus.FAILED);
		Run run = added("seldon");
		long start = history.changesSince(0, ALL).end();
		run.begin(StepName.CREATE, null);
		RunChanges begun = history.changesSince(start, queued);
		assertThat(removed(begun)).containsExactly(run.id());
		assertThat(history.changesSince(start, running).changes()).hasOnlyElementsOfType(RunChange.Shown.class)
			.hasSize(1);
		run.succeed(StepName.CREATE, "done");
		assertThat(history.changesSince(begun.end(), queued).changes()).isEmpty();

		long middle = history.changesSince(begun.end(), running).end();
		SampleRuns.succeed(run, StepName.AWAIT_READY, StepName.SCALE, StepName.AWAIT_SCALED, StepName.DELETE);
		RunChanges ended = history.changesSince(middle, running);
		assertThat(removed(ended)).containsExactly(run.id());
		assertThat(history.changesSince(ended.end(), running).changes()).isEmpty();
		// A client that comes back knows less.
		assertThat(removed(history.changesSince(start, queued))).containsExactly(run.id());
		assertThat(removed(history.changesSince(start, running))).containsExactly(run.id());
		assertThat(history.changesSince(start, failed).changes()).isEmpty();
		assertThat(history.changesSince(0, running).changes()).isEmpty();
		assertThat(history.changesSince(start, filter("other", RunStatus.RUNNING)).changes()).isEmpty();
	}

	@Test
	void removalsAreRememberedWithinBounds() {
		RunHistory small = history(3);
		long start = small.changesSince(0, ALL).end();
		for (int i = 0; i < 6; i++) {
			SampleRuns.finished(added(small, "seldon"));
		}
		assertThat(removed(small.changesSince(start, ALL))).hasSize(3);
		long seen = small.changesSince(start, ALL).end();
		SampleRuns.finished(added(small, "seldon"));

		RunChanges tooOld = small.changesSince(start, ALL);
		assertThat(tooOld.startsOver()).isTrue();
		assertThat(removed(tooOld)).isEmpty();
		assertThat(shown(tooOld)).hasSize(3);
		assertThat(small.changesSince(seen, ALL).startsOver()).isFalse();
	}

	@Test
	void listenersAreCalledAtEachChangeOfTheList() {
		AtomicInteger calls = new AtomicInteger();
		Subscription subscription = history.onChange(calls::incrementAndGet);

		Run run = added("seldon");
		assertThat(calls).hasValue(1);
		run.begin(StepName.CREATE, null);
		assertThat(calls).hasValue(2);
		run.observe(SampleRuns.observation("a", 1));
		assertThat(calls).hasValue(2);

		subscription.close();
		run.succeed(StepName.CREATE, "done");
		assertThat(calls).hasValue(2);
	}

	@Test
	void listenersAreCalledWhenARunLeavesTheHistory() {
		Run removed = SampleRuns.finished(added("seldon"));
		Run old = SampleRuns.finished(added("seldon"));
		AtomicInteger calls = new AtomicInteger();
		var unused = history.onChange(calls::incrementAndGet);

		history.remove(removed.id());
		assertThat(calls).hasValue(1);
		timekeeper.advance(Duration.ofHours(25));
		assertThat(history.list(ALL, 1, OptionalLong.empty()).runs()).isEmpty();
		assertThat(calls).hasValue(2);
		assertThat(history.find(old.id())).isEmpty();
		assertThat(calls).hasValue(2);
	}

	private static List<RunId> shown(RunChanges changes) {
		return changes.changes()
			.stream()
			.filter(RunChange.Shown.class::isInstance)
			.map(change -> ((RunChange.Shown) change).run().id())
			.toList();
	}

	private static List<RunId> removed(RunChanges changes) {
		return changes.changes()
			.stream()
			.filter(RunChange.Removed.class::isInstance)
			.map(change -> ((RunChange.Removed) change).id())
			.toList();
	}

	private Run added(String namespace) {
		return added(history, namespace);
	}

	private Run added(RunHistory to, String namespace) {
		Run run = SampleRuns.run(timekeeper, SampleRuns.request(namespace, Map.of()));
		to.add(run);
		return run;
	}

	private static RunFilter filter(@Nullable String namespace, @Nullable RunStatus status) {
		return new RunFilter(namespace, status, Map.of());
	}

	private RunHistory history(int maxRuns) {
		return new RunHistory(
				new HistorySettings(maxRuns, Duration.ZERO, Duration.ofHours(24), DataSize.ofMegabytes(64), 1000),
				timekeeper);
	}

}
