package org.seldonruns.seldon.readiness;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.seldonruns.seldon.resource.SeenObjects;
import org.seldonruns.simulation.Trace.Observation;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Watches keep the order of what is said of one object, but not between objects: however
 * they mix it, a resource that became ready is found ready in the end, and never early.
 */
class ReadinessPropertyTests {

	private static final List<Recording> RECORDINGS = Recording.ofReadyOnes();

	@Property(tries = 1000)
	void anyOrderBetweenObjectsIsReadyInTheEndAndNeverEarly(@ForAll("recordings") Recording recording,
			@ForAll Random random) {
		assertReadyInTheEndAndNeverEarly(mixed(recording.beforeScale(), random), recording.initial(),
				Readiness.initial(1));
	}

	@Property(tries = 1000)
	void anyOrderBetweenObjectsIsScaledInTheEndAndNeverEarly(@ForAll("recordings") Recording recording,
			@ForAll Random random) {
		assertReadyInTheEndAndNeverEarly(mixed(recording.all(), random), recording.scaled(), Readiness.scaled(2, 2));
	}

	private static void assertReadyInTheEndAndNeverEarly(List<Observation> observations, Map<String, Integer> wanted,
			Readiness rule) {
		SeenObjects seen = new SeenObjects();
		for (Observation observation : observations) {
			seen.see(observation);
			if (seen.judgedReady(rule)) {
				assertThat(seen.countsAre(wanted)).as("counts when ready").isTrue();
			}
		}
		assertThat(seen.judgedReady(rule)).as("ready in the end").isTrue();
	}

	/** The same observations, in the same order for each object. */
	private static List<Observation> mixed(List<Observation> observations, Random random) {
		Map<String, Queue<Observation>> byObject = new HashMap<>();
		for (Observation observation : observations) {
			byObject.computeIfAbsent(object(observation), object -> new ArrayDeque<>()).add(observation);
		}
		List<String> turns = new ArrayList<>(observations.stream().map(ReadinessPropertyTests::object).toList());
		Collections.shuffle(turns, random);
		return turns.stream().map(object -> byObject.getOrDefault(object, new ArrayDeque<>()).remove()).toList();
	}

	private static String object(Observation observation) {
		return observation.kind() + "/" + observation.object().at("/metadata/name").asText();
	}

	@Provide
	Arbitrary<Recording> recordings() {
		return Arbitraries.of(RECORDINGS);
	}

}
