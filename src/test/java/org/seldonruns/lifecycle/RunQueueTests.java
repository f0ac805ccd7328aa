package org.seldonruns.lifecycle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunId;
import org.seldonruns.run.request.RunParameters;
import org.seldonruns.run.request.RunRequest;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.RunStatus;
import org.seldonruns.run.history.RunFilter;
import org.seldonruns.run.history.RunRemoval;
import org.seldonruns.run.history.RunHistory;
import org.seldonruns.time.ManualTimekeeper;
import org.slf4j.MDC;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.seldonruns.lifecycle.FakeCluster.accepted;

class RunQueueTests {

	private final ManualTimekeeper timekeeper = new ManualTimekeeper();

	private final FakeCluster cluster = new FakeCluster();

	private final TestEngine engine = new TestEngine(cluster, timekeeper);

	private final SimpleMeterRegistry registry = engine.registry;

	private final RunHistory history = engine.history;

	private final List<RunQueue> queues = new ArrayList<>();

	@AfterEach
	void close() {
		queues.forEach(RunQueue::stopAll);
		queues.forEach(RunQueue::close);
	}

	@Test
	void limitsConcurrentRunsAndExecutesTheOthersInOrder() {
		List<RunId> executed = new CopyOnWriteArrayList<>();
		cluster.onWatch(run -> {
			executed.add(run.id());
			return cluster.watch();
		});
		cluster.watch().isNotReady();
		RunQueue queue = queue(2, 10);
		List<Run> runs = List.of(start(queue), start(queue), start(queue), start(queue));
		gauges(2, 2);
		assertThat(registry.get("seldon.runs.running.limit").gauge().value()).isEqualTo(2);
		assertThat(registry.get("seldon.runs.queued.limit").gauge().value()).isEqualTo(10);
		Awaitility.await()
			.untilAsserted(() -> assertThat(runs).extracting(run -> run.summary().status())
				.containsExactly(RunStatus.RUNNING, RunStatus.RUNNING, RunStatus.QUEUED, RunStatus.QUEUED));
		queue.cancel(runs.get(1).id());
		running(runs.get(2));
		gauges(2, 1);
		queue.cancel(runs.get(2).id());
		running(runs.get(3));
		gauges(2, 0);
		assertThat(executed.subList(2, 4)).containsExactly(runs.get(2).id(), runs.get(3).id());
	}

	@Test
	void rejectsARunWhenTheQueueIsFull() {
		cluster.watch().isNotReady();
		RunQueue queue = queue(1, 1);
		start(queue);
		Run waiting = start(queue);
		assertThatExceptionOfType(QueueFullException.class).isThrownBy(() -> start(queue))
			.withMessage("1 runs are queued, which is the limit (seldon-runs.run.max-queued)");
		assertThat(listed()).hasSize(2);
		queue.cancel(waiting.id());
		assertThat(status(waiting)).isEqualTo(RunStatus.CANCELLED);
		start(queue);
		assertThat(listed()).hasSize(3);
		assertThat(queue.stopAll()).hasSize(2);
	}

	@Test
	void rejectsARunThatCannotStartAtOnceWithoutAQueue() {
		cluster.watch().isNotReady();
		RunQueue queue = queue(1, 0);
		start(queue);
		assertThatExceptionOfType(QueueFullException.class).isThrownBy(() -> start(queue));
	}

	@Test
	void doesNotExecuteARunThatWasCancelledWhileQueued() {
		cluster.watch().isNotReady();
		RunQueue queue = queue(1, 10);
		Run first = start(queue);
		Run cancelled = start(queue);
		Run last = start(queue);
		running(first);
		gauges(1, 2);
		assertThat(queue.cancel(cancelled.id())).containsSame(cancelled);
		assertThat(status(cancelled)).isEqualTo(RunStatus.CANCELLED);
		assertThat(cancelled.summary().startedAt()).isNull();
		gauges(1, 1);
		queue.cancel(first.id());
		running(last);
		assertThat(cluster.calls("watch")).isEqualTo(2);
		assertThat(status(first)).isEqualTo(RunStatus.CANCELLED);
	}

	@Test
	void cancelsOnceOnly() {
		cluster.watch().isNotReady();
		RunQueue queue = queue(1, 10);
		Run run = start(queue);
		queue.cancel(run.id());
		RunSnapshot over = over(run);
		assertThat(queue.cancel(run.id())).containsSame(run);
		assertThat(run.snapshot()).isEqualTo(over);
	}

	@Test
	void cancelReturnsEmptyForAnUnknownRun() {
		RunQueue queue = queue(1, 10);
		assertThat(queue.cancel(RunId.next())).isEmpty();
	}

	@Test
	void onlyFinishedRunsAreRemoved() {
		cluster.watch().isNotReady();
		RunQueue queue = queue(1, 10);
		Run running = start(queue);
		Run queued = start(queue);
		assertThat(history.remove(running.id())).isEqualTo(RunRemoval.LIVE);
		assertThat(history.remove(queued.id())).isEqualTo(RunRemoval.LIVE);
		queue.cancel(queued.id());
		assertThat(history.remove(queued.id())).isEqualTo(RunRemoval.REMOVED);
		assertThat(history.find(queued.id())).isEmpty();
		assertThat(history.find(running.id())).containsSame(running);
	}

	@Test
	void stoppedQueueRejectsRuns() {
		RunQueue queue = queue(1, 10);
		assertThat(queue.stopAll()).isEmpty();
		assertThatExceptionOfType(ShuttingDownException.class).isThrownBy(() -> start(queue));
		assertThatExceptionOfType(ShuttingDownException.class)
			.isThrownBy(() -> queue.dryRun(Stage.request(Sample.single(), Map.of()), Sample.single().manifests()));
		assertThat(listed()).isEmpty();
		assertThat(cluster.calls()).isEmpty();
	}

	@Test
	void takesNoRunOnceItIsClosed() {
		RunQueue queue = queue(1, 10);
		queue.close();
		assertThatExceptionOfType(ShuttingDownException.class).isThrownBy(() -> start(queue));
	}

	@Test
	void stopCancelsLiveRuns() {
		cluster.watch().isNotReady();
		RunQueue queue = queue(1, 10);
		Run running = start(queue);
		Run queued = start(queue);
		running(running);
		gauges(1, 1);
		var stopped = queue.stopAll();
		assertThat(stopped).containsOnlyKeys(running, queued);
		assertThat(stopped.values())
			.allSatisfy(recorded -> assertThat(recorded).succeedsWithin(Duration.ofSeconds(60)));
		assertThat(List.of(running, queued)).extracting(run -> status(run)).containsOnly(RunStatus.CANCELLED);
		assertThat(List.of(running, queued)).extracting(run -> Stage.failure(run.summary()).diagnosis())
			.containsOnly(Diagnosis.of(Cause.INTERRUPTED, "the service is shutting down"));
		assertThat(cluster.calls("watch")).isOne();
	}

	@Test
	void finishedRunIsReleased() {
		cluster.onCreate(FakeCluster.rejected(403, "Forbidden", "no"));
		RunQueue queue = queue(1, 10);
		over(start(queue));
		Awaitility.await().untilAsserted(() -> assertThat(queue.stopAll()).isEmpty());
	}

	@Test
	void metricsHaveNoRunIds() {
		cluster.onCreate(FakeCluster.rejected(403, "Forbidden", "no"));
		cluster.onWatch(run -> {
			timekeeper.advance(Duration.ofSeconds(3));
			return cluster.watch();
		});
		RunQueue queue = queue(1, 10);
		Run run = start(queue);
		Awaitility.await().untilAsserted(() -> assertThat(registry.find("seldon.runs.step").timers()).hasSize(1));
		var step = registry.get("seldon.runs.step").timer();
		assertThat(step.getId().getTags()).containsExactlyInAnyOrder(Tag.of("step", "create"),
				Tag.of("outcome", "failed"));
		assertThat(registry.get("seldon.runs.failures").counter().getId().getTags())
			.containsExactlyInAnyOrder(Tag.of("cause", cause(run)), Tag.of("step", "create"));
		assertThat(registry.get("seldon.runs.failures").counter().count()).isOne();
		var whole = registry.get("seldon.runs.run").timer();
		assertThat(whole.getId().getTags()).containsExactly(Tag.of("status", "failed"));
		assertThat(whole.count()).isOne();
		assertThat(registry.getMeters()).extracting(Meter::getId)
			.noneSatisfy(id -> assertThat(id.toString()).contains(run.id().toString()));
	}

	@Test
	void countsARunThatNeverBeganWithoutSteps() {
		cluster.watch().isNotReady();
		RunQueue queue = queue(1, 10);
		start(queue);
		queue.cancel(start(queue).id());
		assertThat(registry.get("seldon.runs.run").tag("status", "cancelled").timer().count()).isOne();
		assertThat(registry.find("seldon.runs.step").timers()).isEmpty();
	}

	@Test
	void logsTheIdOfTheRunWhileItExecutes() {
		List<Optional<String>> logged = new CopyOnWriteArrayList<>();
		cluster.onWatch(run -> {
			logged.add(Optional.ofNullable(MDC.get("run")));
			return cluster.watch();
		});
		cluster.onCreate(FakeCluster.rejected(403, "Forbidden", "no"));
		RunQueue queue = queue(1, 10);
		Run run = start(queue);
		over(run);
		assertThat(logged).containsExactly(Optional.of(run.id().toString()));
		assertThat(MDC.get("run")).isNull();
	}

	@Test
	void repeatedRequestReturnsEarlierRun() {
		cluster.watch().isNotReady();
		RunQueue queue = queue(1, 0);
		StartedRun started = startWithKey(queue, "key", 2);
		Run run = started.run();
		assertThat(started.replayed()).isFalse();
		assertThat(startWithKey(queue, "key", 2)).isEqualTo(new StartedRun(run, true));
		assertThat(listed()).hasSize(1);
		assertThatExceptionOfType(IdempotencyKeyReusedException.class).isThrownBy(() -> start(queue, "key", 3))
			.withMessageContaining(run.id().toString());
		assertThatExceptionOfType(QueueFullException.class).isThrownBy(() -> start(queue, "other", 2));

		queue.cancel(run.id());
		over(run);
		assertThat(start(queue, "key", 2)).isSameAs(run);
		history.remove(run.id());
		assertThat(start(queue, "key", 2)).isNotSameAs(run);
	}

	@Test
	void concurrentRequestsWithOneKeyStartOneRun() {
		cluster.watch().isNotReady();
		RunQueue queue = queue(10, 100);
		List<CompletableFuture<Run>> started = IntStream.range(0, 20)
			.mapToObj(i -> CompletableFuture.supplyAsync(() -> start(queue, "key", 2)))
			.toList();

		assertThat(started.stream().map(CompletableFuture::join).distinct()).hasSize(1);
		assertThat(listed()).hasSize(1);
	}

	@Test
	void rejectedRequestDoesNotConsumeKey() {
		cluster.watch().isNotReady();
		RunQueue queue = queue(1, 0);
		Run first = start(queue);
		assertThatExceptionOfType(QueueFullException.class).isThrownBy(() -> start(queue, "key", 2));
		queue.cancel(first.id());
		over(first);

		Awaitility.await()
			.ignoreExceptions()
			.until(() -> start(queue, "key", 3).request().parameters().replicas() == 3);
	}

	private static Run start(RunQueue queue, String key, int replicas) {
		return startWithKey(queue, key, replicas).run();
	}

	private static StartedRun startWithKey(RunQueue queue, String key, int replicas) {
		RunRequest request = Stage.request(Sample.single(), Map.of());
		RunParameters parameters = new RunParameters(replicas, request.parameters().timeout(),
				request.parameters().deleteTimeout());
		return queue.start(new RunRequest(request.resource(), parameters, Map.of(), null, key, request.parts()),
				Sample.single().manifests());
	}

	@Test
	void limitsRunsPerCaller() {
		cluster.watch().isNotReady();
		RunQueue queue = queue(new RunSettings(1, 10, 2, 200, Duration.ofSeconds(25)));
		Run first = startAs(queue, "ann");
		startAs(queue, "ann");

		assertThatExceptionOfType(TooManyRunsException.class).isThrownBy(() -> startAs(queue, "ann"))
			.withMessage(
					"Caller ann already has 2 queued and running runs, which is the limit (seldon-runs.run.max-per-caller); wait until one has finished");
		assertThat(listed()).hasSize(2);
		startAs(queue, "bob");
		start(queue);
		start(queue);
		start(queue);

		queue.cancel(first.id());
		over(first);
		Awaitility.await().untilAsserted(() -> startAs(queue, "ann"));
	}

	@Test
	void limitsRunsPerNamespace() {
		cluster.watch().isNotReady();
		RunQueue queue = queue(new RunSettings(1, 10, 200, 2, Duration.ofSeconds(25)));
		start(queue);
		startAs(queue, "ann");

		assertThatExceptionOfType(TooManyRunsException.class).isThrownBy(() -> startAs(queue, "bob"))
			.withMessage(
					"Namespace seldon already has 2 queued and running runs, which is the limit (seldon-runs.run.max-per-namespace); wait until one has finished");
		assertThat(listed()).hasSize(2);
	}

	private static Run startAs(RunQueue queue, String caller) {
		RunRequest request = Stage.request(Sample.single(), Map.of());
		return queue
			.start(new RunRequest(request.resource(), request.parameters(), Map.of(), caller, null, request.parts()),
					Sample.single().manifests())
			.run();
	}

	@Test
	void dryRunIsNotQueued() {
		cluster.onDryRun(accepted(Sample.single().resource(), "deprecated"));
		DryRunResult judgement = queue(1, 10).dryRun(Stage.request(Sample.single(), Map.of()),
				Sample.single().manifests());
		assertThat(judgement).isEqualTo(new DryRunResult.Accepted(List.of("deprecated"), List.of()));
		assertThat(listed()).isEmpty();
		assertThat(cluster.calls()).containsExactly("dryRun iris");
	}

	private RunQueue queue(int maxRunning, int maxQueued) {
		return queue(new RunSettings(maxRunning, maxQueued, 200, 200, Duration.ofSeconds(25)));
	}

	private RunQueue queue(RunSettings settings) {
		RunQueue queue = engine.queue(settings);
		queues.add(queue);
		return queue;
	}

	private static Run start(RunQueue queue) {
		return queue.start(Stage.request(Sample.single(), Map.of()), Sample.single().manifests()).run();
	}

	private static RunStatus status(Run run) {
		return run.summary().status();
	}

	/**
	 * Waits for the first step: the thread of a run is counted before it executes a step.
	 */
	private static void running(Run run) {
		Awaitility.await().untilAsserted(() -> assertThat(status(run)).isEqualTo(RunStatus.RUNNING));
	}

	private static RunSnapshot over(Run run) {
		Awaitility.await().until(run::isFinished);
		return run.snapshot();
	}

	private List<RunSnapshot> listed() {
		return history.list(new RunFilter(null, null, Map.of()), 100, OptionalLong.empty()).runs();
	}

	private static String cause(Run run) {
		return run.summary().failure().orElseThrow().diagnosis().cause().name().toLowerCase(Locale.ROOT);
	}

	private void gauges(int running, int queued) {
		Awaitility.await().untilAsserted(() -> {
			assertThat(registry.get("seldon.runs.running").gauge().value()).isEqualTo(running);
			assertThat(registry.get("seldon.runs.queued").gauge().value()).isEqualTo(queued);
		});
	}

}
