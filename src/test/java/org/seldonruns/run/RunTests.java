package org.seldonruns.run;

import org.seldonruns.run.component.Component;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.seldonruns.run.request.RunRequest;
import org.seldonruns.time.ManualTimekeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.seldonruns.run.SampleRuns.observation;
import static org.seldonruns.run.SampleRuns.succeed;
import static org.seldonruns.run.StepName.AWAIT_READY;
import static org.seldonruns.run.StepName.AWAIT_SCALED;
import static org.seldonruns.run.StepName.CREATE;
import static org.seldonruns.run.StepName.DELETE;
import static org.seldonruns.run.StepName.SCALE;

class RunTests {

	private static final Component COMPONENT = SampleRuns.component(1, null);

	private final ManualTimekeeper timekeeper = new ManualTimekeeper();

	private final Run run = SampleRuns.run(timekeeper);

	@Test
	void durationsDoNotDependOnWallClock() {
		Instant created = timekeeper.now();
		timekeeper.advance(Duration.ofSeconds(7));
		run.begin(CREATE, null);
		timekeeper.advance(Duration.ofMillis(11));
		timekeeper.jump(Duration.ofHours(-1));
		run.succeed(CREATE, "created iris");
		timekeeper.advance(Duration.ofSeconds(100));
		run.begin(AWAIT_READY, null);
		timekeeper.jump(Duration.ofHours(2));
		timekeeper.advance(Duration.ofSeconds(5));
		run.fail(AWAIT_READY, SampleRuns.TIMED_OUT);
		SampleRuns.skip(run, SCALE, AWAIT_SCALED);
		succeed(run, DELETE);
		timekeeper.advance(Duration.ofMinutes(1));

		RunSnapshot over = run.snapshot();
		assertThat(over.step(CREATE).duration()).hasMillis(11);
		assertThat(over.step(AWAIT_READY).duration()).hasSeconds(5);
		assertThat(over.step(SCALE).duration()).isNull();
		RunAssert.assertThat(over).took(Duration.ofMillis(5011));
		assertThat(over.age()).isEqualTo(Duration.ofMillis(112_011));
		assertThat(over.createdAt()).isEqualTo(created);
		assertThat(over.startedAt()).isEqualTo(created.plusSeconds(7));
		assertThat(over.finishedAt()).isEqualTo(created.plusMillis(112_011).plus(Duration.ofHours(1)));
		assertThat(run.sinceFinished()).hasMinutes(1);
	}

	@Test
	void hasNoEndWhileItIsLive() {
		run.begin(CREATE, null);
		timekeeper.advance(Duration.ofSeconds(3));

		RunSnapshot live = run.snapshot();
		assertThat(live.age()).hasSeconds(3);
		assertThat(live.finishedAt()).isNull();
		assertThat(run.sinceFinished()).isZero();
		RunAssert.assertThat(live).took(null);
	}

	@Test
	void earlierObservationBelongsToStepAtItsTime() {
		Instant before = timekeeper.now();
		timekeeper.advance(Duration.ofSeconds(1));
		succeed(run, CREATE);
		run.begin(AWAIT_READY, null);
		Instant meanwhile = timekeeper.now();
		timekeeper.advance(Duration.ofSeconds(1));
		run.succeed(AWAIT_READY, "done");
		run.begin(SCALE, null);

		run.observe(observation("now", 1));
		run.observe(observation("earlier", 1), meanwhile);
		run.observe(observation("before", 1), before);

		long version = run.snapshot().version();
		assertThat(run.snapshot().timeline()).containsExactly(
				new TimelineEntry(1, version - 2, timekeeper.now(), SCALE, false, observation("now", 1)),
				new TimelineEntry(2, version - 1, meanwhile, AWAIT_READY, false, observation("earlier", 1)),
				new TimelineEntry(3, version, before, null, false, observation("before", 1)));
	}

	@Test
	void skippedOrCancelledRunningStepHasDuration() {
		run.begin(CREATE, null);
		timekeeper.advance(Duration.ofSeconds(1));
		run.skip(CREATE, "nothing to do");
		run.begin(AWAIT_READY, null);
		timekeeper.advance(Duration.ofSeconds(2));
		run.cancel(AWAIT_READY, SampleRuns.CANCELLED);

		assertThat(run.snapshot().step(CREATE).duration()).hasSeconds(1);
		assertThat(run.snapshot().step(AWAIT_READY).duration()).hasSeconds(2);
	}

	@Test
	void completesOnceOutsideItsLock() {
		List<RunSnapshot> ends = new ArrayList<>();
		run.whenFinished().thenAccept(end -> {
			// Another thread gets at the run meanwhile, which it could not if this one
			// held its lock.
			assertThat(CompletableFuture.supplyAsync(run::snapshot)).succeedsWithin(Duration.ofSeconds(60))
				.isEqualTo(end);
			ends.add(end);
		});
		succeed(run, CREATE, AWAIT_READY, SCALE, AWAIT_SCALED);
		assertThat(ends).isEmpty();

		succeed(run, DELETE);
		assertThatIllegalStateException().isThrownBy(() -> run.succeed(DELETE, "again"));

		assertThat(ends).containsExactly(run.snapshot());
		RunAssert.assertThat(ends.getFirst()).hasStatus(RunStatus.SUCCEEDED);
		assertThat(run.whenFinished()).isCompletedWithValue(run.snapshot());
	}

	@Test
	void completesWhenCancelledWhileQueued() {
		assertThat(run.whenFinished().toCompletableFuture()).isNotDone();

		run.cancelWhileQueued(SampleRuns.CANCELLED);

		assertThat(run.whenFinished().toCompletableFuture()).isCompletedWithValue(run.snapshot());
	}

	@Test
	void stageCannotBeCompletedByCallers() {
		assertThat(run.whenFinished().toCompletableFuture().complete(run.snapshot())).isTrue();

		assertThat(run.whenFinished().toCompletableFuture()).isNotDone();
	}

	@Test
	void versionRisesOnlyWithChanges() {
		List<Runnable> changes = List.of(() -> run.begin(CREATE, null), () -> run.created("uid-1"),
				() -> run.observe(observation("a", 1)), () -> run.observe(observation("a", 2)),
				() -> run.succeed(CREATE, "done"), () -> run.begin(AWAIT_READY, null),
				() -> run.components(List.of(COMPONENT)), () -> run.cancel(AWAIT_READY, SampleRuns.CANCELLED),
				() -> SampleRuns.skip(run, SCALE, AWAIT_SCALED), () -> run.begin(DELETE, null),
				() -> run.fail(DELETE, SampleRuns.BLOCKED));
		for (Runnable change : changes) {
			long before = run.snapshot().version();
			change.run();
			assertThat(run.snapshot().version()).isGreaterThan(before);
		}

		long last = run.snapshot().version();
		run.observe(observation("b", 1));
		assertThatIllegalStateException().isThrownBy(() -> run.begin(CREATE, null));
		timekeeper.advance(Duration.ofHours(1));
		assertThat(run.snapshot().version()).isEqualTo(last);
	}

	@Test
	void callsListenersAndSummaryListeners() {
		List<String> notified = new ArrayList<>();
		Subscription any = run.onChange(() -> notified.add("any"));
		Subscription summary = run.onSummaryChange(() -> notified.add("summary"));

		run.begin(CREATE, null);
		run.observe(observation("a", 1));
		run.observe(observation("a", 1));
		run.created("uid-1");
		run.release();
		assertThat(notified).containsExactly("any", "summary", "any", "any", "summary");

		any.close();
		summary.close();
		run.succeed(CREATE, "done");
		assertThat(notified).hasSize(5);
	}

	@Test
	void callsListenersOutsideItsLock() {
		List<RunSnapshot> seen = new ArrayList<>();
		var unused = run.onChange(() -> CompletableFuture.supplyAsync(run::snapshot).thenAccept(seen::add).join());

		run.begin(CREATE, null);
		run.observe(observation("a", 1));

		assertThat(seen).hasSize(2);
	}

	@Test
	void returnsOnlyNewTimelineEntries() {
		run.begin(CREATE, null);
		run.observe(observation("a", 1));
		RunSnapshot before = run.snapshot();
		run.observe(observation("b", 1));

		RunSnapshot later = run.snapshotSince(before.version());

		assertThat(later.timeline()).extracting(entry -> entry.observation().key()).containsExactly("b");
		assertThat(later.summaryVersion()).isEqualTo(before.summaryVersion()).isLessThan(before.version());
		assertThat(later.version()).isGreaterThan(before.version());
	}

	@Test
	void restoredRunHasHigherVersion() {
		run.begin(CREATE, null);
		timekeeper.advance(Duration.ofSeconds(20));

		Run continued = Run.continued(run.id(), run.request(), timekeeper.now(), "uid-1", run.summary().steps(),
				List.of(), List.of(), 10, timekeeper);

		assertThat(continued.snapshot().version()).isGreaterThan(run.snapshot().version());
	}

	@Test
	void repeatedObservationChangesNothing() {
		run.observe(observation("a", 1));
		RunSnapshot before = run.snapshot();

		run.observe(observation("a", 1));

		assertThat(run.snapshot()).isEqualTo(before);
	}

	@Test
	void observationBelongsToRunningStep() {
		run.observe(observation("queued", 1));
		run.begin(CREATE, null);
		run.observe(observation("create", 1));
		run.succeed(CREATE, "done");
		run.begin(AWAIT_READY, null);
		run.observe(observation("ready", 1));

		assertThat(run.snapshot().timeline()).extracting(TimelineEntry::step)
			.containsExactly(null, CREATE, AWAIT_READY);
		assertThat(run.snapshot().timeline()).allSatisfy(entry -> assertThat(entry.at()).isEqualTo(timekeeper.now()));
		assertThat(run.summary().timeline()).isEmpty();
	}

	@Test
	void rejectsChangesOnceFinished() {
		SampleRuns.finished(run);
		RunSnapshot over = run.snapshot();

		run.observe(observation("late", 1));
		assertThatIllegalStateException().isThrownBy(() -> run.created("uid-2"));
		assertThatIllegalStateException().isThrownBy(() -> run.components(List.of(COMPONENT)));
		assertThatIllegalStateException().isThrownBy(() -> run.cancelWhileQueued(SampleRuns.CANCELLED));

		assertThat(run.snapshot()).isEqualTo(over);
	}

	@Test
	void snapshotHasUidAndComponents() {
		run.begin(CREATE, null);
		run.created("uid-1");
		run.components(List.of(COMPONENT));

		assertThat(run.snapshot().uid()).isEqualTo("uid-1");
		assertThat(run.snapshot().components()).containsExactly(COMPONENT);
		assertThat(run.snapshot().id()).isEqualTo(run.id());
		assertThat(run.snapshot().request()).isSameAs(run.request());
	}

	@Test
	void weightGrowsWithContent() {
		long empty = run.weight();
		run.begin(CREATE, null);
		run.observe(observation("a", 1));
		assertThat(run.weight()).isEqualTo(empty + observation("a", 1).weight());

		long before = run.weight();
		run.components(List.of(COMPONENT));
		run.fail(CREATE, new Diagnosis(Cause.REFUSED, "no".repeat(500), List.of("e".repeat(1000))));
		assertThat(run.weight()).isGreaterThan(before + 4000);

		Run larger = SampleRuns.run(timekeeper, SampleRuns.request("seldon", Map.of(), "a".repeat(100_000)));
		assertThat(larger.weight()).isGreaterThan(empty + 90_000);
	}

	@Test
	void keepsItsOwnCopyOfTheLabelsInTheCallersOrder() {
		Map<String, String> labels = new LinkedHashMap<>();
		for (String key : List.of("z", "a", "m", "b")) {
			labels.put(key, "1");
		}
		RunRequest request = SampleRuns.request("seldon", labels);
		labels.clear();

		assertThat(request.labels().keySet()).containsExactly("z", "a", "m", "b");
		assertThat(request.labels()).isUnmodifiable();
	}

}
