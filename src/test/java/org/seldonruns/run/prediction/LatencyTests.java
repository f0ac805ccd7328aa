package org.seldonruns.run.prediction;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LatencyTests {

	@Test
	void percentilesAreObservedValues() {
		assertThat(Latency.of(IntStream.rangeClosed(1, 20).mapToObj(i -> Duration.ofMillis(21L - i)).toList()))
			.isEqualTo(new Latency(Duration.ofMillis(1), Duration.ofMillis(10), Duration.ofMillis(19),
					Duration.ofMillis(20)));
	}

	@Test
	void oneValueIsEverything() {
		Duration one = Duration.ofMillis(7);
		assertThat(Latency.of(List.of(one))).isEqualTo(new Latency(one, one, one, one));
	}

	@Test
	void medianOfTwoIsTheShorterOne() {
		assertThat(Latency.of(List.of(Duration.ofMillis(4), Duration.ofMillis(2))).median())
			.isEqualTo(Duration.ofMillis(2));
	}

}
