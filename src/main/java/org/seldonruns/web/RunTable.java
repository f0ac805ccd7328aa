package org.seldonruns.web;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.seldonruns.run.StepStatus;
import org.seldonruns.time.Durations;

/** Shows a page of runs as a table, in the manner of {@code kubectl get}. */
final class RunTable {

	private static final List<String> TITLES = List.of("ID", "NAMESPACE", "NAME", "STATUS", "STEP", "DURATION", "AGE");

	private static final String GAP = "   ";

	private static final String NONE = "<none>";

	private RunTable() {
	}

	/**
	 * Shows a page.
	 * @param page the page
	 * @param now the time up to which ages count, by the wall clock
	 * @return lines, each of which ends with a line feed
	 */
	static String of(RunPage page, Instant now) {
		StringBuilder text = new StringBuilder();
		if (page.items().isEmpty()) {
			text.append("No runs found.\n");
		}
		else {
			append(text, page.items(), now);
		}
		if (page.next() != null) {
			text.append(
					"\nThere are more runs. For the next page, add cursor=%s to the query.\n".formatted(page.next()));
		}
		return text.toString();
	}

	private static void append(StringBuilder text, List<RunSummary> runs, Instant now) {
		List<List<String>> rows = new ArrayList<>();
		rows.add(TITLES);
		runs.forEach(run -> rows.add(row(run, now)));
		int[] widths = IntStream.range(0, TITLES.size())
			.map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
			.toArray();
		for (List<String> row : rows) {
			StringBuilder line = new StringBuilder();
			for (int column = 0; column < widths.length; column++) {
				String cell = row.get(column);
				line.append(cell).append(" ".repeat(widths[column] - cell.length())).append(GAP);
			}
			text.append(line.toString().stripTrailing()).append('\n');
		}
	}

	private static List<String> row(RunSummary run, Instant now) {
		return Stream
			.of(run.id(), run.namespace(), run.resource().name(), run.status().name(), step(run),
					duration(run.durationMillis()), age(run.createdAt(), now))
			.map(PrintableText::of)
			.toList();
	}

	/** The step that a live run is at, or at which a run did not end well. */
	private static String step(RunSummary run) {
		if (run.failure() != null) {
			return run.failure().step().name();
		}
		return run.steps()
			.stream()
			.filter(step -> step.status() == StepStatus.RUNNING)
			.map(step -> step.name().name())
			.findFirst()
			.orElse(NONE);
	}

	private static String duration(@Nullable Long millis) {
		return (millis != null) ? Durations.of(Duration.ofMillis(millis)) : NONE;
	}

	/** The wall clock may have been set back since. */
	private static String age(Instant created, Instant now) {
		return Durations.of(created.isBefore(now) ? Duration.between(created, now) : Duration.ZERO);
	}

}
