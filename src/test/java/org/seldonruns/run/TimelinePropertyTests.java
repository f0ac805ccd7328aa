package org.seldonruns.run;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

import static org.assertj.core.api.Assertions.assertThat;

class TimelinePropertyTests {

	private static final Instant START = Instant.parse("2026-11-22T06:41:05Z");

	@Property(tries = 500)
	void isBoundedAndOrderedWithExactWeight(@ForAll("observations") List<Observation> seen,
			@ForAll @IntRange(min = 2, max = 12) int capacity) {
		Timeline timeline = new Timeline(capacity);
		Map<String, Observation> latest = new HashMap<>();
		for (Observation observation : seen) {
			boolean known = entries(timeline).stream().anyMatch(entry -> entry.observation().equals(observation));
			assertThat(timeline.add(1, START, StepName.CREATE, false, observation)).isEqualTo(!known);
			latest.put(observation.key(), observation);

			List<TimelineEntry> entries = entries(timeline);
			assertThat(entries).hasSizeLessThanOrEqualTo(capacity)
				.extracting(TimelineEntry::observation)
				.contains(observation)
				.isSubsetOf(latest.values());
			assertThat(timeline.entriesSince(0)).hasSizeLessThanOrEqualTo(entries.size() + 1)
				.extracting(TimelineEntry::seq)
				.isSorted()
				.doesNotHaveDuplicates();
			assertThat(timeline.weight())
				.isEqualTo(entries.stream().mapToLong(entry -> entry.observation().weight()).sum());
		}
		assertThat(entries(timeline).size() == timeline.entriesSince(0).size())
			.as("a note stands exactly where something was left out")
			.isEqualTo(entries(timeline).size() == last(timeline));
	}

	/** The highest number given; without entries left out, it is that of entries. */
	private static long last(Timeline timeline) {
		List<TimelineEntry> entries = entries(timeline);
		return entries.isEmpty() ? 0 : entries.getLast().seq();
	}

	private static List<TimelineEntry> entries(Timeline timeline) {
		return timeline.entriesSince(0)
			.stream()
			.filter(entry -> !"EntriesDropped".equals(entry.observation().reason()))
			.toList();
	}

	@Provide
	Arbitrary<List<Observation>> observations() {
		Arbitrary<String> keys = Arbitraries.integers().between(0, 20).map(String::valueOf);
		Arbitrary<String> messages = Arbitraries.strings().ofMaxLength(30);
		return Combinators.combine(keys, messages, Arbitraries.integers().between(1, 3))
			.as((key, message, count) -> new Observation(key, "Pod", "iris-0", Observation.NORMAL, "Pulled", message,
					count))
			.list()
			.ofMaxSize(60);
	}

}
