package org.seldonruns.lifecycle;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.run.Failure;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunId;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.StepName;
import org.seldonruns.run.component.Component;
import org.seldonruns.run.component.ScaledPods;
import org.seldonruns.run.request.FieldValidation;
import org.seldonruns.run.request.PredictionParameters;
import org.seldonruns.run.request.ResourceName;
import org.seldonruns.run.request.RunParameters;
import org.seldonruns.run.request.RunRequest;
import org.seldonruns.run.request.UpdateParameters;
import org.seldonruns.run.request.Upload;
import org.seldonruns.run.request.UploadParts;
import org.seldonruns.seldon.manifest.Manifest;
import org.seldonruns.time.ManualTimekeeper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Executes one run on its own thread, with a fake cluster and a time that the test
 * controls.
 */
public final class Stage {

	public static final Duration TIMEOUT = Duration.ofSeconds(60);

	public static final Duration DELETE_TIMEOUT = Duration.ofSeconds(30);

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final ManualTimekeeper timekeeper = new ManualTimekeeper();

	private final FakeCluster cluster = new FakeCluster();

	private final TestEngine engine;

	private final LiveRun live;

	private final Thread thread;

	public Stage(Sample sample) {
		this(request(sample, Map.of()));
	}

	private Stage(RunRequest request) {
		this.live = new LiveRun(new Run(RunId.next(), request, 100, timekeeper));
		this.engine = new TestEngine(cluster, timekeeper);
		this.thread = Thread.ofVirtual().unstarted(() -> engine.runExecutor.execute(live));
	}

	/** Creates a run whose resource is kept for this time if the run fails. */
	public static Stage keeping(Duration time) {
		RunRequest request = request(Sample.single(), Map.of());
		return new Stage(new RunRequest(request.resource(), new RunParameters(2, TIMEOUT, DELETE_TIMEOUT, time),
				Map.of(), null, null, request.parts()));
	}

	/** Creates a run whose resource must be ready for this time. */
	public static Stage stableFor(Duration time) {
		RunRequest request = request(Sample.single(), Map.of());
		return new Stage(new RunRequest(request.resource(),
				new RunParameters(2, TIMEOUT, DELETE_TIMEOUT, null, time, FieldValidation.WARN, null, null), Map.of(),
				null, null, request.parts()));
	}

	/** Creates a run that sends predictions. */
	public static Stage predicting(Sample sample, int count, @Nullable String path, @Nullable String expect) {
		RunRequest request = request(sample, Map.of());
		UploadParts parts = new UploadParts(sample.upload(), json("{\"data\":1}"),
				(expect != null) ? json(expect) : null, null);
		return new Stage(new RunRequest(
				request.resource(), new RunParameters(2, TIMEOUT, DELETE_TIMEOUT, null, Duration.ZERO,
						FieldValidation.WARN, new PredictionParameters(path, count), null),
				Map.of(), null, null, parts));
	}

	/** A run with an update, whose scale succeeds at once. */
	public static Stage updating(Sample update, @Nullable Duration maxDowntime) {
		RunRequest request = request(Sample.single(), Map.of());
		UploadParts parts = new UploadParts(Sample.single().upload(), null, null, update.upload());
		Stage stage = new Stage(
				new RunRequest(
						request.resource(), new RunParameters(2, TIMEOUT, DELETE_TIMEOUT, null, Duration.ZERO,
								FieldValidation.WARN, null, new UpdateParameters(maxDowntime)),
						Map.of(), null, null, parts));
		stage.watch().shows(Sample.single().availableWith(1).seen());
		stage.cluster().onScale(() -> {
			stage.watch().shows(Sample.single().generation(2).availableWith(2).seen());
			return FakeCluster.accepted(Sample.single().generation(2).resource());
		});
		return stage;
	}

	private static Upload json(String text) {
		return new Upload(text.getBytes(StandardCharsets.UTF_8), "application/json");
	}

	public Stage() {
		this(Sample.single());
	}

	static RunRequest request(Sample sample, Map<String, String> labels) {
		Manifest manifest = sample.manifest();
		return new RunRequest(new ResourceName("seldon", manifest.apiVersion(), Manifest.KIND, manifest.name()),
				new RunParameters(2, TIMEOUT, DELETE_TIMEOUT), labels, null, null, new UploadParts(sample.upload()));
	}

	public FakeCluster cluster() {
		return cluster;
	}

	public FakeWatch watch() {
		return cluster.watch();
	}

	/** Starts the run. */
	public void starts() {
		thread.start();
	}

	/** Runs until this step waits; all steps before it succeed. */
	public void runsUpTo(StepName step) {
		switch (step) {
			case CREATE -> watch().isNotReady();
			case AWAIT_READY -> watch().shows(Sample.single().state("Creating").has(Sample.DEPLOYMENT, 0, 1).seen());
			case SCALE -> {
				watch().shows(Sample.single().availableWith(1).seen());
				cluster.onScale(FakeCluster.unavailable("connection reset"));
			}
			case AWAIT_SCALED -> watch().shows(Sample.single().availableWith(1).seen());
			case DELETE -> {
				watch().shows(Sample.single().availableWith(1).seen());
				cluster.onScale(() -> {
					watch().shows(Sample.single().generation(2).availableWith(2).seen());
					return FakeCluster.accepted(Sample.single().generation(2).resource());
				});
				cluster.deletesSlowly();
			}
			case PREDICT, PREDICT_SCALED, UPDATE, AWAIT_UPDATED, PREDICT_UPDATED ->
				throw new IllegalArgumentException("the run has no step " + step);
		}
		starts();
		waitsIn(step);
	}

	/** Waits until the run blocks in this step. */
	public void waitsIn(StepName step) {
		Awaitility.await()
			.atMost(PATIENCE)
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(2))
			.untilAsserted(() -> {
				assertThat(live.run().summary().currentStep()).contains(step);
				assertThat(timekeeper.pendingActions()).isPositive();
				assertThat(thread.getState()).isEqualTo(Thread.State.WAITING);
			});
	}

	public void passes(Duration duration) {
		timekeeper.advance(duration);
	}

	/** Changes the wall clock without letting time pass. */
	public void clockJumps(Duration duration) {
		timekeeper.jump(duration);
	}

	public void cancels() {
		live.cancellation().request(Diagnosis.of(Cause.CANCELLED, "cancelled on request"));
	}

	public TestEngine engine() {
		return engine;
	}

	public Run run() {
		return live.run();
	}

	public int pendingActions() {
		return timekeeper.pendingActions();
	}

	/** Waits for the end of the run; background tasks may continue. */
	public RunSnapshot isOver() {
		try {
			assertThat(thread.join(PATIENCE)).as("ended, instead of waiting in %s", live.run().summary().currentStep())
				.isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		assertThat(live.run().isFinished()).as("finished").isTrue();
		return live.run().snapshot();
	}

	/** Waits for the end of the run, and checks that no timers or futures are left. */
	public RunSnapshot ends() {
		RunSnapshot run = isOver();
		assertThat(timekeeper.pendingActions()).as("timers left").isZero();
		assertThat(watch().awaited()).as("futures left").isZero();
		return run;
	}

	public RunSnapshot runsToTheEnd() {
		starts();
		return ends();
	}

	public static String detail(RunSnapshot run, StepName step) {
		return String.valueOf(run.step(step).detail());
	}

	public static Failure failure(RunSnapshot run) {
		return run.failure().orElseThrow(() -> new AssertionError("did not fail: " + run.steps()));
	}

	public static Component autoscaled(String deployment, String container, int replicas) {
		return new Component(deployment, Component.Kind.COMPONENT, "default", List.of(container), replicas, null, null,
				true, null, 0, null);
	}

	public static Component component(int initial, @Nullable Integer scaled) {
		return new Component(Sample.DEPLOYMENT, Component.Kind.COMPONENT, "default", List.of("classifier"), initial,
				scaled, null, false, null, 0,
				(scaled != null) ? new ScaledPods(List.of(), List.of(), List.of()) : null);
	}

}
