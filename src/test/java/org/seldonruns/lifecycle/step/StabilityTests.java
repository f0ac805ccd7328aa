package org.seldonruns.lifecycle.step;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.seldonruns.time.ManualTimekeeper;

import static org.assertj.core.api.Assertions.assertThat;

class StabilityTests {

	private static final Duration REQUIRED = Duration.ofSeconds(30);

	private final ManualTimekeeper timekeeper = new ManualTimekeeper();

	private final Stability stability = new Stability(timekeeper);

	@Test
	void isReachedAtOnceIfNoTimeIsRequired() {
		assertThat(stability.isReached(0, Duration.ZERO)).isTrue();
	}

	@Test
	void isReachedWhenTheResourceWasReadyForTheWholeTime() {
		assertThat(stability.isReached(0, REQUIRED)).isFalse();
		timekeeper.advance(Duration.ofSeconds(12));
		assertThat(stability.isReached(0, REQUIRED)).isFalse();
		assertThat(stability.progress()).isEqualTo("ready, stable for 12.0 s of 30.0 s");
		assertThat(stability.nextCheck()).contains(Duration.ofSeconds(18));
		timekeeper.advance(Duration.ofSeconds(18));
		assertThat(stability.isReached(0, REQUIRED)).isTrue();
	}

	@Test
	void startsAnewWhenTheResourceIsNotReady() {
		assertThat(stability.isReached(0, REQUIRED)).isFalse();
		timekeeper.advance(Duration.ofSeconds(29));
		stability.interrupt("iris has 1 of 2 available");
		assertThat(stability.nextCheck()).isEmpty();
		timekeeper.advance(Duration.ofSeconds(2));
		assertThat(stability.isReached(0, REQUIRED)).isFalse();
		assertThat(stability.progress())
			.isEqualTo("ready, stable for 0.0 s of 30.0 s; the time restarted: iris has 1 of 2 available");
		timekeeper.advance(Duration.ofSeconds(30));
		assertThat(stability.isReached(0, REQUIRED)).isTrue();
	}

	@Test
	void startsAnewWhenAContainerRestarts() {
		assertThat(stability.isReached(1, REQUIRED)).isFalse();
		timekeeper.advance(Duration.ofSeconds(30));
		assertThat(stability.isReached(2, REQUIRED)).isFalse();
		assertThat(stability.progress()).endsWith("the time restarted: a container restarted");
		timekeeper.advance(Duration.ofSeconds(30));
		assertThat(stability.isReached(2, REQUIRED)).isTrue();
	}

	@Test
	void acceptsAnotherRequiredTimeWhileTheResourceIsReady() {
		assertThat(stability.isReached(0, REQUIRED)).isFalse();
		timekeeper.advance(Duration.ofSeconds(10));

		assertThat(stability.isReached(0, Duration.ofSeconds(11))).isFalse();
		assertThat(stability.nextCheck()).contains(Duration.ofSeconds(1));
		assertThat(stability.isReached(0, Duration.ofSeconds(10))).isTrue();
	}

}
