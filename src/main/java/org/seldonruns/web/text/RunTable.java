package org.seldonruns.web.text;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.seldonruns.run.StepStatus;
import org.seldonruns.time.Durations;
import org.seldonruns.web.view.RunPage;
import org.seldonruns.web.view.RunSummary;

/** Formats a page of runs as a table like that of {@code kubectl get}. */
final class RunTable {

	private static final List<String> TITLES = List.of("ID", "NAMESPACE", "NAME", "STATUS", "STEP", "DURATION", "AGE");

	private static final String NONE = "<none>";

	private RunTable() {
	}

	/**
	 * Writes a page.
	 * @param page the page
	 * @param now the current time of the wall clock, for the ages
	 * @param text the output
	 * @throws IOException if the table cannot be written
	 */
	static void write(RunPage page, Instant now, Appendable text) throws IOException {
		if (page.items().isEmpty()) {
			text.append("No runs found.\n");
		}
		else {
			TextTable.plain(TITLES, page.items(), run -> row(run, now)).writeTo(text);
		}
		if (page.next() != null) {
			text.append(
					"\nThere are more runs. For the next page, add cursor=%s to the query.\n".formatted(page.next()));
		}
	}

	private static Stream<String> row(RunSummary run, Instant now) {
		return Stream.of(run.id(), run.namespace(), run.resource().name(), run.status().name(), step(run),
				duration(run.durationMillis()), age(run.createdAt(), now));
	}

	/** Returns the failed or running step. */
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

	/** The wall clock may have been set back since the run was created. */
	private static String age(Instant created, Instant now) {
		return Durations.of(created.isBefore(now) ? Duration.between(created, now) : Duration.ZERO);
	}

}
