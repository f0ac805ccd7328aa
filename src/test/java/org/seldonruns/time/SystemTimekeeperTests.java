package org.seldonruns.time;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

@ExtendWith(OutputCaptureExtension.class)
class SystemTimekeeperTests {

	private static final Duration SOON = Duration.ofMillis(20);

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final SystemTimekeeper timekeeper = new SystemTimekeeper();

	@AfterEach
	void close() {
		timekeeper.close();
	}

	@Test
	void returnsTheTime() {
		assertThat(timekeeper.now()).isCloseTo(Instant.now(), within(10, ChronoUnit.SECONDS));
		assertThat(timekeeper.nanoTime()).isLessThanOrEqualTo(timekeeper.nanoTime());
	}

	@ParameterizedTest
	@ValueSource(longs = { -1000, 0, 20 })
	void runsActionAfterItsDelay(long millis) {
		long start = timekeeper.nanoTime();
		CompletableFuture<Long> ran = new CompletableFuture<>();
		timekeeper.after(Duration.ofMillis(millis), () -> ran.complete(timekeeper.nanoTime()));

		assertThat(ran).succeedsWithin(PATIENCE)
			.satisfies(at -> assertThat(at - start).isGreaterThanOrEqualTo(Duration.ofMillis(millis).toNanos()));
	}

	@Test
	void doesNotRunACancelledAction() {
		AtomicBoolean ran = new AtomicBoolean();
		CountDownLatch free = new CountDownLatch(1);
		CompletableFuture<Boolean> later = new CompletableFuture<>();
		// The one thread is held, so that the action cannot run before it is taken back.
		timekeeper.after(Duration.ZERO, () -> await(free));
		Timekeeper.Timer timer = timekeeper.after(Duration.ZERO, () -> ran.set(true));
		timekeeper.after(SOON, () -> later.complete(true));

		timer.cancel();
		timer.cancel();
		free.countDown();

		assertThat(later).succeedsWithin(PATIENCE);
		assertThat(ran).isFalse();
	}

	@Test
	void logsFailedActionAndContinues(CapturedOutput output) {
		CompletableFuture<Boolean> later = new CompletableFuture<>();
		timekeeper.after(Duration.ZERO, () -> {
			throw new IllegalStateException("broken");
		});
		timekeeper.after(SOON, () -> later.complete(true));

		assertThat(later).succeedsWithin(PATIENCE);
		assertThat(output).contains("A scheduled action failed", "IllegalStateException: broken");
	}

	@Test
	void acceptsADelayOfAnyLength() {
		timekeeper.after(Duration.ofSeconds(Long.MAX_VALUE), () -> {
		}).cancel();
	}

	@Test
	void runsNoActionAfterClose() {
		timekeeper.close();

		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> timekeeper.after(SOON, () -> {
		}));
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
