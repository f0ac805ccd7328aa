package org.seldonruns.lifecycle.step;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.seldonruns.time.ManualTimekeeper;

import static org.assertj.core.api.Assertions.assertThat;

class StabilityTests {

	private final ManualTimekeeper timekeeper = new ManualTimekeeper();

	private final Stability stability = new Stability(Duration.ofSeconds(30), timekeeper);

	@Test
	void isReachedAtOnceIfNoTimeIsRequired() {
		assertThat(new Stability(Duration.ZERO, timekeeper).isReached(0)).isTrue();
	}

	@Test
	void isReachedWhenTheResourceWasReadyForTheWholeTime() {
		assertThat(stability.isReached(0)).isFalse();
		timekeeper.advance(Duration.ofSeconds(12));
		assertThat(stability.isReached(0)).isFalse();
		assertThat(stability.progress()).isEqualTo("ready, stable for 12.0 s of 30.0 s");
		assertThat(stability.nextCheck()).contains(Duration.ofSeconds(18));
		timekeeper.advance(Duration.ofSeconds(18));
		assertThat(stability.isReached(0)).isTrue();
	}

	@Test
	void startsAnewWhenTheResourceIsNotReady() {
		assertThat(stability.isReached(0)).isFalse();
		timekeeper.advance(Duration.ofSeconds(29));
		stability.interrupt("iris has 1 of 2 available");
		assertThat(stability.nextCheck()).isEmpty();
		timekeeper.advance(Duration.ofSeconds(2));
		assertThat(stability.isReached(0)).isFalse();
		assertThat(stability.progress())
			.isEqualTo("ready, stable for 0.0 s of 30.0 s; the time restarted: iris has 1 of 2 available");
		timekeeper.advance(Duration.ofSeconds(30));
		assertThat(stability.isReached(0)).isTrue();
	}

	@Test
	void startsAnewWhenAContainerRestarts() {
		assertThat(stability.isReached(1)).isFalse();
		timekeeper.advance(Duration.ofSeconds(30));
		assertThat(stability.isReached(2)).isFalse();
		assertThat(stability.progress()).endsWith("the time restarted: a container restarted");
		timekeeper.advance(Duration.ofSeconds(30));
		assertThat(stability.isReached(2)).isTrue();
	}

}
