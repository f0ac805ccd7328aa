package org.seldonruns.web.stream;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.unit.DataSize;

import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.run.Observation;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunId;
import org.seldonruns.run.RunStatus;
import org.seldonruns.run.StepName;
import org.seldonruns.run.history.HistorySettings;
import org.seldonruns.run.history.RunFilter;
import org.seldonruns.run.history.RunHistory;
import org.seldonruns.web.TestRuns;
import org.seldonruns.web.TickingTimekeeper;

import static org.assertj.core.api.Assertions.assertThat;

class ListEventsTests {

	private static final RunFilter ALL = new RunFilter(null, null, Map.of());

	private final JsonMapper json = new JsonMapper();

	private final TickingTimekeeper time = new TickingTimekeeper();

	private final RunHistory history = new RunHistory(
			new HistorySettings(100, Duration.ZERO, Duration.ofHours(24), DataSize.ofMegabytes(64), 1000), time);

	private final ListEvents stream = stream(ALL, EventId.NONE);

	@Test
	void writesExistingRunsAndThenChanges() throws IOException {
		Run first = add("seldon");
		Run second = add("other");
		assertThat(readRunIds(stream)).containsExactly(id(first), id(second));
		assertThat(readRunIds(stream)).isEmpty();

		first.begin(StepName.CREATE, null);
		second.observe(new Observation("a", "Pod", "iris-0", Observation.NORMAL, "Pulled", "pulled", 1));
		assertThat(readRunIds(stream)).containsExactly(id(first));
	}

	@Test
	void resumesAfterLastEventId() throws IOException {
		Run first = add("seldon");
		Run second = add("seldon");
		List<EventText> seen = readEvents(stream);
		first.begin(StepName.CREATE, null);

		assertThat(seen).allSatisfy(event -> assertThat(event.name()).isEqualTo("run"));
		assertThat(readRunIds(stream(ALL, id(seen.get(0))))).containsExactly(id(second), id(first));
		assertThat(readRunIds(stream(ALL, id(seen.get(1))))).containsExactly(id(first));
	}

	@Test
	void writesOnlyRunsThatMatchFilter() throws IOException {
		ListEvents running = stream(new RunFilter("seldon", RunStatus.RUNNING, Map.of()), EventId.NONE);
		Run run = add("seldon");
		Run other = add("other");
		assertThat(readRunIds(running)).isEmpty();

		run.begin(StepName.CREATE, null);
		other.begin(StepName.CREATE, null);
		assertThat(readRunIds(running)).containsExactly(id(run));
	}

	@Test
	void writesRemovedIfRunLeavesFilterOrHistory() throws IOException {
		ListEvents running = stream(new RunFilter("seldon", RunStatus.RUNNING, Map.of()), EventId.NONE);
		Run run = add("seldon");
		run.begin(StepName.CREATE, null);
		assertThat(readRunIds(running)).containsExactly(id(run));
		run.cancel(StepName.CREATE, Diagnosis.of(Cause.CANCELLED, "cancelled"));
		for (StepName step : List.of(StepName.AWAIT_READY, StepName.SCALE, StepName.AWAIT_SCALED, StepName.DELETE)) {
			run.skip(step, "nothing was created");
		}

		assertThat(readEvents(running)).singleElement().satisfies(event -> {
			assertThat(event.name()).isEqualTo("removed");
			assertThat(event.data()).isEqualTo("{\"id\":\"%s\"}".formatted(run.id()));
		});
		List<EventText> seen = readEvents(stream);
		history.remove(run.id());
		assertThat(readEvents(stream(ALL, id(seen.getLast())))).extracting(EventText::name).containsExactly("removed");
	}

	@Test
	void startsOverForIdOfAnotherProcess() throws IOException {
		Run run = add("seldon");
		List<EventText> events = readEvents(stream(ALL, EventId.of(17)));
		assertThat(events).extracting(EventText::name).containsExactly("reset", "run");
		assertThat(events.getFirst().id()).isEqualTo("0");
		assertThat(events.getLast().data()).contains(id(run));
		assertThat(readEvents(stream(ALL, id(events.getFirst())))).extracting(EventText::name).containsExactly("run");
	}

	@Test
	void omitsRunsThatCallerMayNotRead() throws IOException {
		Run hidden = add("hidden");
		assertThat(readEvents(stream)).isEmpty();
		hidden.cancelWhileQueued(Diagnosis.of(Cause.CANCELLED, "cancelled"));
		history.remove(hidden.id());
		assertThat(readEvents(stream)).isEmpty();
	}

	private Run add(String namespace) {
		Run run = new Run(RunId.next(), TestRuns.request(namespace, Map.of()), 100, time);
		history.add(run);
		return run;
	}

	private ListEvents stream(RunFilter filter, EventId last) {
		return new ListEvents(history, filter, namespace -> !namespace.equals("hidden"), UnaryOperator.identity(), last,
				json);
	}

	private static String id(Run run) {
		return run.id().toString();
	}

	private static EventId id(EventText event) {
		return EventId.of(Long.parseLong(event.id()));
	}

	private List<String> readRunIds(ListEvents stream) throws IOException {
		return readEvents(stream).stream().map(event -> json.readTree(event.data()).path("id").asString()).toList();
	}

	private static List<EventText> readEvents(ListEvents stream) throws IOException {
		StringBuilder text = new StringBuilder();
		assertThat(stream.writeChanges(text)).isFalse();
		return EventText.read(text.toString());
	}

}
