package org.seldonruns.lifecycle;

import java.time.Duration;
import java.util.Map;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.seldonruns.cluster.ApiResponse;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunStatus;
import org.seldonruns.run.StepName;
import org.seldonruns.run.StepStatus;
import org.seldonruns.run.history.HistorySettings;
import org.seldonruns.run.history.RunHistory;
import org.seldonruns.time.ManualTimekeeper;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class RunShutdownTests {

	private static final Duration GRACE = Duration.ofSeconds(20);

	private final ManualTimekeeper timekeeper = new ManualTimekeeper();

	private final FakeCluster cluster = new FakeCluster();

	private final RunSettings settings = new RunSettings(1, 10, 200, 200, GRACE);

	private final RunQueue queue = new TestEngine(cluster, timekeeper).queue(settings);

	private final RunShutdown shutdown = new RunShutdown(queue, settings, timekeeper);

	@AfterEach
	void close() {
		cluster.watch().shows(Sample.gone());
		Awaitility.await().untilAsserted(() -> assertThat(timekeeper.pendingActions()).isZero());
		queue.close();
	}

	@Test
	void isStoppedBeforeTheWebServer() {
		assertThat(shutdown.getPhase()).isGreaterThan(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE);
	}

	@Test
	void runsFromStartToStop(CapturedOutput output) {
		assertThat(shutdown.isRunning()).isFalse();
		shutdown.start();
		assertThat(shutdown.isRunning()).isTrue();
		shutdown.stop();
		assertThat(shutdown.isRunning()).isFalse();
		assertThat(output).doesNotContain("Shutting down").doesNotContain("did not finish within");
	}

	@Test
	void waitsForTheDeletionOfTheResources(CapturedOutput output) {
		cluster.deletesSlowly();
		Run run = start();
		runs(run, StepName.AWAIT_READY);
		Run queued = start();
		Thread stopping = Thread.ofVirtual().start(shutdown::stop);
		runs(run, StepName.DELETE);
		assertThat(queued.summary().status()).isEqualTo(RunStatus.CANCELLED);
		assertThat(stopping.isAlive()).isTrue();
		cluster.watch().shows(Sample.gone());
		Awaitility.await().until(() -> !stopping.isAlive());
		assertThat(run.summary().status()).isEqualTo(RunStatus.CANCELLED);
		assertThat(run.summary().step(StepName.DELETE).status()).isEqualTo(StepStatus.SUCCEEDED);
		assertThat(output).contains("Shutting down: cancelling 2 runs and")
			.contains("Run of seldon/iris CANCELLED")
			.doesNotContain("did not finish within");
	}

	@Test
	void warnsAboutUnfinishedRunsAfterTheGracePeriod(CapturedOutput output) {
		cluster.deletesSlowly();
		Run run = start();
		runs(run, StepName.AWAIT_READY);
		Thread stopping = Thread.ofVirtual().start(shutdown::stop);
		runs(run, StepName.DELETE);
		timers(3);
		timekeeper.advance(GRACE);
		Awaitility.await().until(() -> !stopping.isAlive());
		assertThat(output).contains("Run " + run.id()
				+ " did not finish within the shutdown grace period: SeldonDeployment seldon/iris with uid uid-1 may still exist");
	}

	@Test
	void warnsAboutAnUncertainResource(CapturedOutput output) {
		cluster.onCreate(FakeCluster.unavailable("connection reset"));
		cluster.onFindCreated(FakeCluster.unavailable("still down"), FakeCluster.unavailable("still down"));
		cluster.onFindCreated(new ApiResponse.Unavailable<>("down", Duration.ofHours(1)));
		Run run = start();
		runs(run, StepName.CREATE);
		Thread stopping = Thread.ofVirtual().start(shutdown::stop);
		runs(run, StepName.DELETE);
		timers(4);
		timekeeper.advance(GRACE);
		Awaitility.await().until(() -> !stopping.isAlive());
		assertThat(output).contains("seldon/iris with uid unknown may still exist");
		Awaitility.await().untilAsserted(() -> {
			timekeeper.advance(Stage.DELETE_TIMEOUT);
			assertThat(run.isFinished()).isTrue();
		});
	}

	private Run start() {
		return queue.start(Stage.request(Sample.single(), Map.of()), Sample.single().manifests()).run();
	}

	private void runs(Run run, StepName step) {
		Awaitility.await().untilAsserted(() -> {
			assertThat(run.summary().currentStep()).contains(step);
			assertThat(timekeeper.pendingActions()).isPositive();
		});
	}

	/** Waits until the run has set all its timers, and the shutdown that of its grace. */
	private void timers(int count) {
		Awaitility.await().untilAsserted(() -> assertThat(timekeeper.pendingActions()).isEqualTo(count));
	}

}
