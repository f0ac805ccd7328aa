package org.seldonruns.run.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunId;
import org.seldonruns.run.SampleRuns;
import org.seldonruns.time.ManualTimekeeper;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

class RunHistoryPagingTests {

	private static final RunFilter ALL = new RunFilter(null, null, Map.of());

	private final ManualTimekeeper timekeeper = new ManualTimekeeper();

	private final RunHistory history = new RunHistory(
			new HistorySettings(1000, Duration.ZERO, Duration.ofHours(24), DataSize.ofMegabytes(64), 1000), timekeeper);

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 9, 10, 11 })
	void showsEachRunOnceWhileNewOnesArrive(int limit) {
		List<RunId> there = add(10, "seldon");

		List<RunId> shown = page(ALL, limit, () -> add(2, "seldon"));

		assertThat(shown).containsExactlyElementsOf(there.reversed());
	}

	@Test
	void showsEachRunOnceWhileOthersAreRemoved() {
		List<RunId> there = add(10, "seldon");
		history.find(there.get(7)).orElseThrow().cancelWhileQueued(SampleRuns.CANCELLED);

		// The last run of the first page is the one that the second goes on from.
		List<RunId> shown = page(ALL, 3, () -> history.remove(there.get(7)));

		assertThat(history.find(there.get(7))).isEmpty();

		assertThat(shown).containsExactlyElementsOf(there.reversed());
	}

	@Test
	void limitAppliesToFilteredRuns() {
		List<RunId> wanted = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			wanted.addAll(add(1, "seldon"));
			add(3, "other");
		}

		assertThat(page(new RunFilter("seldon", null, Map.of()), 2, () -> {
		})).containsExactlyElementsOf(wanted.reversed());
	}

	@Test
	void lastPageHasNoCursor() {
		add(1, "seldon");
		add(2, "other");

		RunListPage page = history.list(new RunFilter("other", null, Map.of()), 2, OptionalLong.empty());

		assertThat(page.runs()).hasSize(2);
		assertThat(page.next()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(longs = { Long.MIN_VALUE, -1, 0, 1 })
	void isEmptyBeforeTheFirstPlace(long place) {
		add(3, "seldon");

		assertThat(history.list(ALL, 10, OptionalLong.of(place)))
			.isEqualTo(new RunListPage(List.of(), OptionalLong.empty()));
	}

	private List<RunId> page(RunFilter filter, int limit, Runnable betweenPages) {
		List<RunId> shown = new ArrayList<>();
		OptionalLong next = OptionalLong.empty();
		do {
			RunListPage page = history.list(filter, limit, next);
			assertThat(page.runs()).hasSizeLessThanOrEqualTo(limit);
			page.runs().forEach(run -> shown.add(run.id()));
			next = page.next();
			betweenPages.run();
		}
		while (next.isPresent());
		return Collections.unmodifiableList(shown);
	}

	private List<RunId> add(int count, String namespace) {
		return IntStream.range(0, count).mapToObj(i -> {
			Run run = SampleRuns.run(timekeeper, SampleRuns.request(namespace, Map.of()));
			history.add(run);
			return run.id();
		}).toList();
	}

}
