package org.seldonruns.seldon.readiness;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.seldonruns.seldon.resource.SeenObjects;
import org.seldonruns.simulation.Trace.Observation;

import static org.assertj.core.api.Assertions.assertThat;

/** The verdicts on what a real cluster said, event by event. */
class ReadinessTraceTests {

	static List<Recording> readyOnes() {
		return Recording.ofReadyOnes();
	}

	static List<Recording> others() {
		return Recording.ofOthers();
	}

	@ParameterizedTest
	@MethodSource("readyOnes")
	void isReadyOnlyIfStateAndCountsMatch(Recording recording) {
		assertThat(readyAsFactsAllow(recording.beforeScale(), 1, recording.initial(), Readiness.initial(1))).isOne();
	}

	@ParameterizedTest
	@MethodSource("readyOnes")
	void isScaledOnlyIfStateAndCountsMatch(Recording recording) {
		assertThat(readyAsFactsAllow(recording.all(), 2, recording.scaled(), Readiness.scaled(2, 2))).isPositive();
	}

	@ParameterizedTest
	@MethodSource("others")
	void otherRecordingsAreNeverReady(Recording recording) {
		SeenObjects seen = new SeenObjects();
		assertThat(recording.all()).isNotEmpty();
		for (Observation observation : recording.all()) {
			seen.see(observation);
			assertThat(seen.judgedReady(Readiness.initial(1))).isFalse();
			assertThat(seen.judgedReady(Readiness.scaled(1, 1))).isFalse();
		}
	}

	/**
	 * Shows what was seen, one after the other, and compares each verdict with the facts.
	 * @return how often it was ready
	 */
	private static int readyAsFactsAllow(List<Observation> observations, long generation, Map<String, Integer> wanted,
			Readiness rule) {
		SeenObjects seen = new SeenObjects();
		int ready = 0;
		for (Observation observation : observations) {
			seen.see(observation);
			boolean allowed = seen.factsAllow(generation, wanted);
			assertThat(seen.judgedReady(rule)).as("after %s at %s", observation.kind(), observation.at())
				.isEqualTo(allowed);
			ready += allowed ? 1 : 0;
		}
		return ready;
	}

}
