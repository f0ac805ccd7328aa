package org.seldonruns.web.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.seldonruns.run.Run;
import org.seldonruns.run.RunId;
import org.seldonruns.run.StepName;
import org.seldonruns.web.TestRuns;
import org.seldonruns.web.TickingTimekeeper;
import org.seldonruns.web.openapi.Examples;
import org.seldonruns.web.view.RunPage;
import org.seldonruns.web.view.RunSummary;

import static org.assertj.core.api.Assertions.assertThat;

class RunTableConverterTests {

	private final TickingTimekeeper time = new TickingTimekeeper();

	@Test
	void showsEachRunOnALine() {
		Run succeeded = run("seldon");
		Run failed = run("models-of-others");
		Run running = run("seldon");
		Run queued = run("seldon");
		TestRuns.succeed(succeeded, time);
		TestRuns.fail(failed, time);
		failed.skip(StepName.DELETE, "kept");
		TestRuns.create(running, time);

		assertThat(table(null, queued, running, failed, succeeded)).isEqualTo(
				"""
						ID                                     NAMESPACE          NAME   STATUS      STEP          DURATION   WARNINGS   AGE
						%s   seldon             iris   QUEUED      <none>        <none>     0          6m5s
						%s   seldon             iris   RUNNING     AWAIT_READY   <none>     0          6m5s
						%s   models-of-others   iris   FAILED      AWAIT_READY   5m         0          6m5s
						%s   seldon             iris   SUCCEEDED   <none>        1m5s       0          6m5s
						"""
					.formatted(queued.id(), running.id(), failed.id(), succeeded.id()));
	}

	@Test
	void exampleHasTheSameColumns() {
		assertThat(columns(Examples.TABLE)).isEqualTo(columns(table(null, run("seldon"))));
	}

	private static List<String> columns(String table) {
		return List.of(table.lines().findFirst().orElseThrow().split(" +"));
	}

	@Test
	void namesCursorOfNextPage() {
		assertThat(table("abc", run("seldon")))
			.endsWith("\n\nThere are more runs. For the next page, add cursor=abc to the query.\n");
	}

	@Test
	void hasMessageForEmptyPage() {
		assertThat(table(null)).isEqualTo("No runs found.\n");
	}

	@Test
	void ageIsNeverNegative() {
		RunPage page = new RunPage(List.of(RunSummary.of(run("seldon").summary())), null);
		assertThat(RunTableConverterTests.text(page, time.now().minus(Duration.ofHours(1)))).endsWith("   0ms\n");
	}

	private Run run(String namespace) {
		return new Run(RunId.next(), TestRuns.request(namespace, Map.of()), 100, time);
	}

	private String table(@Nullable String next, Run... runs) {
		return RunTableConverterTests.text(
				new RunPage(List.of(runs).stream().map(run -> RunSummary.of(run.summary())).toList(), next),
				time.now());
	}

	/** Formats a page. */
	static String text(RunPage page, Instant now) {
		StringBuilder text = new StringBuilder();
		try {
			RunTableConverter.write(page, now, text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return text.toString();
	}

}
