package org.seldonruns.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.seldonruns.cluster.RecoverableResource;
import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.run.Observation;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunId;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.Step;
import org.seldonruns.run.StepName;
import org.seldonruns.run.StepStatus;
import org.seldonruns.run.TimelineEntry;
import org.seldonruns.run.Warning;
import org.seldonruns.run.component.Component;
import org.seldonruns.time.ManualTimekeeper;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seldonruns.run.RunAssert.assertThat;
import static org.seldonruns.run.StepName.AWAIT_READY;
import static org.seldonruns.run.StepName.AWAIT_SCALED;
import static org.seldonruns.run.StepName.CREATE;
import static org.seldonruns.run.StepName.DELETE;
import static org.seldonruns.run.StepName.SCALE;

@ExtendWith(OutputCaptureExtension.class)
class OrphanRecoveryTests {

	private static final Observation GONE = new Observation("uid-Gone", "SeldonDeployment", "iris", Observation.NORMAL,
			"Gone", "", 1);

	private final ManualTimekeeper timekeeper = new ManualTimekeeper();

	private final FakeCluster cluster = new FakeCluster();

	private final TestEngine engine = new TestEngine(cluster, timekeeper);

	private final RunQueue queue = engine.queue(new RunSettings(10, 10, 200, 200, Duration.ofSeconds(25)));

	private final Instant created = timekeeper.now().minusSeconds(60);

	private final RunId id = RunId.next();

	private Consumer<RecoverableResource> found = leftover -> {
	};

	private BiConsumer<RunId, Observation> gone = (run, observation) -> {
	};

	private final OrphanRecovery recovery = new OrphanRecovery((whatIsFound, whatIsGone) -> {
		found = whatIsFound;
		gone = whatIsGone;
	}, queue, engine.runExecutor, engine.keptRuns, engine.removals, engine.history, engine.records(), timekeeper,
			TestEngine.HISTORY);

	@BeforeEach
	void start() {
		recovery.start();
		assertThat(recovery.isRunning()).isTrue();
	}

	@AfterEach
	void close() {
		recovery.stop();
		queue.stopAll();
		queue.close();
		engine.keptRuns.close();
		engine.removals.close();
	}

	@Test
	void deletesTheResourceOfADeadProcessAndAddsItsRun(CapturedOutput output) {
		found.accept(left(false, AWAIT_READY, null));

		RunSnapshot run = over();
		assertThat(run).failedAt(AWAIT_READY)
			.because(Cause.INTERRUPTED)
			.succeeded(CREATE, DELETE)
			.skipped(SCALE, AWAIT_SCALED);
		assertThat(run.createdAt()).isEqualTo(created.minusSeconds(2));
		assertThat(run.startedAt()).isEqualTo(created);
		assertThat(run.step(AWAIT_READY).duration()).isEqualTo(Duration.ofSeconds(60));
		assertThat(Stage.failure(run).diagnosis().evidence()).first().asString().contains("iris", created.toString());
		assertThat(run.uid()).isEqualTo(Sample.UID);
		assertThat(run.request().labels()).containsEntry("commit", "9f1c2e");
		assertThat(cluster.calls()).containsSubsequence("watch", "bind " + Sample.UID, "delete iris " + Sample.UID);
		assertThat(output).contains("Run of seldon/iris FAILED").contains("AWAIT_READY: INTERRUPTED");
	}

	@Test
	void reportsThatTheRunHadScaledItsResource() {
		found.accept(left(false, AWAIT_SCALED, null));

		assertThat(over()).failedAt(AWAIT_SCALED)
			.because(Cause.INTERRUPTED)
			.succeeded(CREATE, AWAIT_READY, SCALE, DELETE)
			.skipped();
	}

	@Test
	void reportsAnEarlierDeletionRequest() {
		found.accept(new RecoverableResource(id, false, Stage.request(Sample.single(), Map.of()), created,
				Sample.single().deleting().resource(), created, AWAIT_SCALED, null));

		assertThat(over()).failedAt(AWAIT_SCALED)
			.because(Cause.INTERRUPTED)
			.succeeded(CREATE, AWAIT_READY, SCALE, DELETE);
		assertThat(Stage.failure(over()).diagnosis().evidence()).last()
			.asString()
			.contains("the deletion of the resource had already been requested");
		assertThat(cluster.calls()).contains("delete iris " + Sample.UID);
	}

	@Test
	void reportsWhyTheDeletionIsBlocked() {
		cluster.deletesSlowly();
		cluster.watch().shows(Sample.single().finalizers("example.org/hold").deleting().seen());
		found.accept(left(false, AWAIT_READY, null));
		Awaitility.await().untilAsserted(() -> assertThat(cluster.calls("delete")).isOne());
		Awaitility.await().until(() -> {
			timekeeper.advance(Stage.DELETE_TIMEOUT);
			return engine.history.find(id).orElseThrow().isFinished();
		});

		assertThat(over()).failedAt(AWAIT_READY).because(Cause.INTERRUPTED).notCleanedUpBecause(Cause.DELETION_BLOCKED);
	}

	@Test
	void keptResourceIsTakenOver() {
		Instant until = timekeeper.now().plusSeconds(600);
		Diagnosis why = new Diagnosis(Cause.IMAGE_PULL, "the image is not there", List.of("ErrImagePull"));
		List<Step> steps = List.of(
				new Step(CREATE, StepStatus.SUCCEEDED, created, null, created, Duration.ofMillis(11), "created iris",
						null),
				new Step(AWAIT_READY, StepStatus.FAILED, created, null, created.plusSeconds(5), Duration.ofSeconds(5),
						why.explanation(), why),
				new Step(SCALE, StepStatus.SKIPPED, null, null, created.plusSeconds(5), null, "AWAIT_READY failed",
						null),
				new Step(AWAIT_SCALED, StepStatus.SKIPPED, null, null, created.plusSeconds(5), null,
						"AWAIT_READY failed", null),
				new Step(DELETE, StepStatus.PENDING, null, null, null, null, null, null));
		Warning warning = Warning.of(Warning.Source.RUN, "restarted");
		Component component = Stage.component(1, null);

		found.accept(left(false, AWAIT_READY,
				new RecoverableResource.Kept(until, steps, List.of(component), List.of(warning))));

		RunSnapshot run = over();
		assertThat(run).failedAt(AWAIT_READY)
			.because(Cause.IMAGE_PULL)
			.succeeded(CREATE)
			.skipped(SCALE, AWAIT_SCALED, DELETE);
		assertThat(run.keptUntil()).isEqualTo(until);
		assertThat(run.components()).containsExactly(component);
		assertThat(run.warnings()).containsExactly(warning);
		assertThat(run.steps().subList(0, 4)).isEqualTo(steps.subList(0, 4));
		assertThat(cluster.calls("delete")).isZero();

		cluster.findsWhatItCreated();
		assertThat(queue.cancel(id)).isPresent();
		Awaitility.await().untilAsserted(() -> assertThat(cluster.calls("delete iris")).isOne());
		assertThat(engine.history.find(id).orElseThrow().isKept()).isFalse();
	}

	@Test
	void expiredKeptResourceIsDeleted() {
		cluster.findsWhatItCreated();
		List<Step> steps = InterruptedSteps.of(left(false, AWAIT_READY, null), timekeeper.now());
		found.accept(left(false, AWAIT_READY,
				new RecoverableResource.Kept(timekeeper.now().minusSeconds(1), steps, List.of(), List.of())));
		Awaitility.await().untilAsserted(() -> {
			timekeeper.advance(Duration.ZERO);
			assertThat(cluster.calls("delete iris")).isOne();
		});
		Awaitility.await().until(() -> engine.history.find(id).filter(run -> !run.isKept()).isPresent());
	}

	@Test
	void resourceOfDroppedRunIsDeleted() {
		cluster.findsWhatItCreated();
		found.accept(left(true, AWAIT_READY, null));
		Awaitility.await().untilAsserted(() -> assertThat(cluster.calls("delete iris " + Sample.UID)).isOne());
		assertThat(engine.history.find(id)).isEmpty();
	}

	@Test
	void liveRunIsNotRecovered() {
		cluster.watch().shows(Sample.single().state("Creating").seen());
		Run run = queue.start(Stage.request(Sample.single(), Map.of()), Sample.single().manifests()).run();
		Awaitility.await().until(() -> run.summary().currentStep().equals(Optional.of(AWAIT_READY)));
		found.accept(left(run.id(), true));
		queue.cancel(run.id());
		Awaitility.await().until(run::isFinished);
		assertThat(cluster.calls("delete")).isOne();
		assertThat(cluster.calls("find")).isZero();
	}

	@Test
	void deletesTheResourceThatARunCouldNotDelete() {
		cluster.watch().shows(Sample.single().state("Creating").seen());
		cluster.onDelete(FakeCluster.rejected(500, "InternalError", "not now"));
		Run run = queue.start(Stage.request(Sample.single(), Map.of()), Sample.single().manifests()).run();
		Awaitility.await().until(() -> run.summary().currentStep().equals(Optional.of(AWAIT_READY)));
		found.accept(left(run.id(), true));
		cluster.findsWhatItCreated();
		queue.cancel(run.id());
		Awaitility.await().untilAsserted(() -> assertThat(cluster.calls("delete iris " + Sample.UID)).isEqualTo(2));
		assertThat(run.summary().step(StepName.DELETE).status()).isEqualTo(StepStatus.FAILED);
	}

	@Test
	void recordsTheLaterDeletionInTheTimeline() {
		cluster.watch().shows(Sample.single().state("Creating").seen());
		cluster.onDelete(FakeCluster.rejected(500, "InternalError", "not now"));
		Run run = queue.start(Stage.request(Sample.single(), Map.of()), Sample.single().manifests()).run();
		Awaitility.await().until(() -> run.summary().currentStep().equals(Optional.of(AWAIT_READY)));
		queue.cancel(run.id());
		Awaitility.await().until(run::isFinished);
		RunSnapshot over = run.snapshot();
		timekeeper.advance(Duration.ofMinutes(3));

		gone.accept(run.id(), GONE);
		gone.accept(run.id(), GONE);
		gone.accept(RunId.next(), GONE);

		RunSnapshot later = run.snapshot();
		assertThat(later.timeline()).hasSize(over.timeline().size() + 1)
			.last()
			.isEqualTo(new TimelineEntry(1, later.version(), timekeeper.now(), null, true, GONE));
		assertThat(later.version()).isEqualTo(over.version() + 1);
		assertThat(later.failure()).isEqualTo(over.failure());
		assertThat(later.cleanup()).isEqualTo(over.cleanup()).isPresent();
		assertThat(later.finishedAt()).isEqualTo(over.finishedAt());
	}

	@Test
	void deletionIsRecordedOnce() {
		cluster.watch().shows(Sample.single().state("Creating").seen());
		Run run = queue.start(Stage.request(Sample.single(), Map.of()), Sample.single().manifests()).run();
		Awaitility.await().until(() -> run.summary().currentStep().equals(Optional.of(AWAIT_READY)));
		gone.accept(run.id(), GONE);
		queue.cancel(run.id());
		Awaitility.await().until(run::isFinished);

		gone.accept(run.id(), GONE);

		assertThat(run.snapshot().timeline()).isEmpty();
	}

	@Test
	void ignoresOrphansOnceStopped() {
		recovery.stop();
		found.accept(left(false, AWAIT_READY, null));
		Awaitility.await().during(Duration.ofMillis(100)).until(() -> cluster.calls().isEmpty());
	}

	private RunSnapshot over() {
		Awaitility.await().until(() -> engine.history.find(id).filter(Run::isFinished).isPresent());
		return engine.history.find(id).orElseThrow().snapshot();
	}

	private RecoverableResource left(boolean own, StepName reached, RecoverableResource.@Nullable Kept kept) {
		return new RecoverableResource(id, own, Stage.request(Sample.single(), Map.of("commit", "9f1c2e")),
				created.minusSeconds(2), Sample.single().resource(), created, reached, kept);
	}

	private RecoverableResource left(RunId run, boolean own) {
		return new RecoverableResource(run, own, Stage.request(Sample.single(), Map.of()), created,
				Sample.single().resource(), created, AWAIT_READY, null);
	}

}
