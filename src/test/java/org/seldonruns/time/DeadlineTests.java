package org.seldonruns.time;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DeadlineTests {

	private final ManualTimekeeper timekeeper = new ManualTimekeeper();

	private final Deadline deadline = timekeeper.deadline(Duration.ofSeconds(10));

	@Test
	void remainingTimeDecreases() {
		assertThat(deadline.remaining(timekeeper)).hasSeconds(10);

		timekeeper.advance(Duration.ofSeconds(4));

		assertThat(deadline.remaining(timekeeper)).hasSeconds(6);
		assertThat(deadline.hasPassed(timekeeper)).isFalse();
	}

	@Test
	void returnsElapsedTime() {
		assertThat(deadline.elapsed(timekeeper)).isZero();
		timekeeper.advance(Duration.ofSeconds(4));
		assertThat(deadline.elapsed(timekeeper)).hasSeconds(4);
		timekeeper.advance(Duration.ofSeconds(30));
		assertThat(deadline.elapsed(timekeeper)).hasSeconds(34);
	}

	@Test
	void passesAfterTimeoutAndNotBefore() {
		timekeeper.advance(Duration.ofSeconds(10).minusNanos(1));
		assertThat(deadline.hasPassed(timekeeper)).isFalse();

		timekeeper.advance(Duration.ofNanos(1));
		assertThat(deadline.hasPassed(timekeeper)).isTrue();
		assertThat(deadline.remaining(timekeeper)).isZero();

		timekeeper.advance(Duration.ofDays(1));
		assertThat(deadline.remaining(timekeeper)).isZero();
	}

	@Test
	void ignoresWallClock() {
		timekeeper.jump(Duration.ofHours(1));
		assertThat(deadline.remaining(timekeeper)).hasSeconds(10);

		timekeeper.jump(Duration.ofHours(-2));
		assertThat(deadline.remaining(timekeeper)).hasSeconds(10);
	}

	@Test
	void supportsOverflowOfMonotonicClock() {
		Deadline late = new Deadline(Long.MAX_VALUE - 5, Duration.ofNanos(20));
		Timekeeper overflown = new FixedTimekeeper(Long.MIN_VALUE + 4);

		assertThat(late.remaining(overflown)).hasNanos(10);
	}

	/** Stands at one reading. */
	private record FixedTimekeeper(long nanoTime) implements Timekeeper {

		@Override
		public Instant now() {
			throw new UnsupportedOperationException();
		}

		@Override
		public Timer after(Duration delay, Runnable action) {
			throw new UnsupportedOperationException();
		}

	}

}
