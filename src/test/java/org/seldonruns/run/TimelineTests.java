package org.seldonruns.run;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seldonruns.run.SampleRuns.observation;

class TimelineTests {

	private static final Instant START = Instant.parse("2026-11-22T06:41:05Z");

	private final Timeline timeline = new Timeline(10);

	@Test
	void startsEmpty() {
		assertThat(timeline.entriesSince(0)).isEmpty();
		assertThat(timeline.weight()).isZero();
	}

	@Test
	void keepsTheOrderOfArrival() {
		add(timeline, "c", "a", "b");

		assertThat(keys(timeline)).containsExactly("c", "a", "b");
		assertThat(timeline.entriesSince(0)).extracting(TimelineEntry::seq).containsExactly(1L, 2L, 3L);
	}

	@Test
	void repeatedObservationReplacesEarlierInPlace() {
		timeline.add(1, START, StepName.CREATE, false, observation("a", 1));
		timeline.add(1, START, StepName.CREATE, false, observation("b", 1));

		assertThat(timeline.add(2, START.plusSeconds(9), StepName.DELETE, false, observation("a", 7))).isTrue();

		assertThat(timeline.entriesSince(0)).containsExactly(
				new TimelineEntry(1, 2, START, StepName.CREATE, false, observation("a", 7)),
				new TimelineEntry(2, 1, START, StepName.CREATE, false, observation("b", 1)));
	}

	@Test
	void returnsWhetherItChanged() {
		assertThat(timeline.add(1, START, null, false, observation("a", 1))).isTrue();
		assertThat(timeline.add(1, START.plusSeconds(1), null, false, observation("a", 1))).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "2, '0 9', 8", "3, '0 8 9', 7", "4, '0 1 8 9', 6", "9, '0 1 2 3 5 6 7 8 9', 1" })
	void dropsMiddleEntriesBeyondCapacity(int capacity, String kept, int leftOut) {
		Timeline small = new Timeline(capacity);
		IntStream.range(0, 10).forEach(i -> add(small, "" + i));

		List<TimelineEntry> entries = small.entriesSince(0);
		TimelineEntry note = entries.get(capacity / 2);
		assertThat(note.observation().reason()).isEqualTo("EntriesDropped");
		assertThat(note.observation().message())
			.isEqualTo((leftOut == 1) ? "1 entry was dropped here (seldon-runs.history.timeline-entries)"
					: leftOut + " entries were dropped here (seldon-runs.history.timeline-entries)");
		assertThat(note.observation().count()).isEqualTo(leftOut);
		assertThat(keys(small)).containsExactly(kept.split(" "));
		assertThat(entries).hasSize(capacity + 1).extracting(TimelineEntry::seq).isSorted().doesNotHaveDuplicates();
	}

	@Test
	void hasNoNoteWithoutDroppedEntries() {
		IntStream.range(0, 10).forEach(i -> add(timeline, "" + i));

		assertThat(timeline.entriesSince(0)).hasSize(10)
			.noneMatch(entry -> "EntriesDropped".equals(entry.observation().reason()));
	}

	@Test
	void returnsEntriesSinceAVersion() {
		timeline.add(1, START, null, false, observation("a", 1));
		timeline.add(2, START, null, false, observation("b", 1));
		timeline.add(3, START, null, false, observation("a", 2));

		assertThat(timeline.entriesSince(3)).isEmpty();
		assertThat(timeline.entriesSince(2)).extracting(TimelineEntry::seq).containsExactly(1L);
		assertThat(timeline.entriesSince(1)).extracting(TimelineEntry::seq).containsExactly(1L, 2L);
	}

	@Test
	void noteIsReturnedOnlyIfDroppedEntriesAreNewer() {
		Timeline small = new Timeline(2);
		small.add(1, START, null, false, observation("a", 1));
		small.add(2, START, null, false, observation("b", 1));
		small.add(5, START, null, false, observation("b", 2));
		small.add(6, START, null, false, observation("c", 1));
		small.add(7, START, null, false, observation("d", 1));

		assertThat(small.entriesSince(4)).extracting(entry -> entry.observation().reason())
			.containsExactly("EntriesDropped", "Pulled");
		assertThat(small.entriesSince(6)).extracting(entry -> entry.observation().key()).containsExactly("d");
	}

	@Test
	void droppedObservationIsAddedAsNew() {
		Timeline small = new Timeline(2);
		add(small, "a", "b", "c");

		assertThat(small.add(1, START, null, false, observation("b", 2))).isTrue();

		assertThat(keys(small)).containsExactly("a", "b");
		assertThat(small.entriesSince(0).getLast().seq()).isEqualTo(4);
	}

	@Test
	void estimatesItsMemory() {
		add(timeline, "a", "b");
		timeline.add(1, START, null, false,
				new Observation("a", "Pod", "iris-0", "Normal", "Pulled", "longer than before", 2));

		assertThat(timeline.weight())
			.isEqualTo(timeline.entriesSince(0).stream().mapToLong(entry -> entry.observation().weight()).sum());
	}

	private static void add(Timeline timeline, String... keys) {
		for (String key : keys) {
			assertThat(timeline.add(1, START, null, false, observation(key, 1))).isTrue();
		}
	}

	/** The keys of all entries but the note. */
	private static List<String> keys(Timeline timeline) {
		return timeline.entriesSince(0)
			.stream()
			.map(TimelineEntry::observation)
			.filter(observation -> !"EntriesDropped".equals(observation.reason()))
			.map(Observation::key)
			.toList();
	}

}
