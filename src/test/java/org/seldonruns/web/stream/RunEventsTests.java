package org.seldonruns.web.stream;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.seldonruns.run.Observation;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunId;
import org.seldonruns.run.StepName;
import org.seldonruns.web.TestRuns;
import org.seldonruns.web.TickingTimekeeper;

import static org.assertj.core.api.Assertions.assertThat;

class RunEventsTests {

	private final JsonMapper json = new JsonMapper();

	private final TickingTimekeeper time = new TickingTimekeeper();

	private final Run run = new Run(RunId.next(), TestRuns.request(), 100, time);

	private final RunEvents stream = new RunEvents(run, UnaryOperator.identity(), EventId.NONE, json);

	@Test
	void writesSummaryAndThenChanges() throws IOException {
		assertThat(readEvents(stream)).extracting(EventText::name).containsExactly("run");
		assertThat(readEvents(stream)).isEmpty();

		run.begin(StepName.CREATE, null);
		assertThat(readEvents(stream)).singleElement()
			.satisfies(event -> assertThat(json.readTree(event.data()).path("status").asString()).isEqualTo("RUNNING"))
			.satisfies(event -> assertThat(event.id()).isEqualTo(Long.toString(run.summary().version())));

		see("a", 1);
		see("b", 1);
		see("a", 2);
		List<EventText> seen = readEvents(stream);
		assertThat(seen).extracting(EventText::name).containsExactly("timeline", "timeline");
		assertThat(seen).extracting(event -> json.readTree(event.data()).path("seq").asInt()).containsExactly(2, 1);
	}

	@Test
	void writesEventsInOrderOfVersions() throws IOException {
		readEvents(stream);
		see("a", 1);
		run.begin(StepName.CREATE, null);
		see("b", 1);

		List<EventText> seen = readEvents(stream);

		assertThat(seen).extracting(EventText::name).containsExactly("timeline", "run", "timeline");
		assertThat(seen).extracting(event -> Long.parseLong(event.id())).isSorted().doesNotHaveDuplicates();
	}

	@Test
	void lastEventIsEnd() throws IOException {
		TestRuns.succeed(run, time);

		StringBuilder text = new StringBuilder();
		assertThat(stream.writeChanges(text)).isTrue();

		List<EventText> seen = EventText.read(text.toString());
		assertThat(seen).extracting(EventText::name).containsExactly("run", "timeline", "timeline", "end");
		assertThat(seen.getLast().data()).isEqualTo("{\"id\":\"%s\",\"status\":\"SUCCEEDED\"}".formatted(run.id()));
		assertThat(seen.getLast().id()).isEqualTo(run.summary().version() + "-end");
	}

	@Test
	void resumesWithoutLossAfterAnyEvent() throws IOException {
		see("before", 1);
		run.begin(StepName.CREATE, null);
		see("during", 1);
		List<EventText> first = readEvents(stream);
		see("later", 1);
		run.succeed(StepName.CREATE, "created iris");
		List<EventText> second = readEvents(stream);
		List<EventText> whole = readEvents(new RunEvents(run, UnaryOperator.identity(), EventId.NONE, json));

		for (List<EventText> events : List.of(first, second, whole)) {
			for (int lost = 0; lost < events.size(); lost++) {
				String last = events.get(lost).id();
				List<EventText> resumed = readEvents(
						new RunEvents(run, UnaryOperator.identity(), EventId.of(Long.parseLong(last)), json));
				List<EventText> missed = events.subList(lost + 1, events.size());
				assertThat(resumed).as("after %s", last)
					.extracting(EventText::data)
					.containsAll(missed.stream().filter(event -> isLatest(event, whole)).map(EventText::data).toList());
			}
		}
	}

	private static boolean isLatest(EventText event, List<EventText> whole) {
		return whole.stream().anyMatch(latest -> latest.data().equals(event.data()));
	}

	@Test
	void startsOverForIdOfAnotherProcess() throws IOException {
		see("a", 1);
		EventId elsewhere = EventId.of(run.summary().version() + 1000);

		assertThat(readEvents(new RunEvents(run, UnaryOperator.identity(), elsewhere, json)))
			.extracting(EventText::name)
			.containsExactly("run", "timeline");
	}

	@Test
	void writesHeartbeatsAsComments() throws IOException {
		StringBuilder text = new StringBuilder();
		stream.writeHeartbeat(text);
		assertThat(text).startsWith(":").endsWith("\n\n").hasLineCount(2);
	}

	private void see(String key, int count) {
		time.pass(Duration.ofMillis(1));
		run.observe(new Observation(key, "Pod", "iris-0", Observation.NORMAL, "Pulled", "two\nlines", count));
	}

	private static List<EventText> readEvents(RunEvents stream) throws IOException {
		StringBuilder text = new StringBuilder();
		stream.writeChanges(text);
		return EventText.read(text.toString());
	}

}
