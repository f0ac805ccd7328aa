package org.seldonruns.web.text;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

import org.seldonruns.run.StepStatus;
import org.seldonruns.time.Durations;
import org.seldonruns.time.Timekeeper;
import org.seldonruns.web.view.RunPage;
import org.seldonruns.web.view.RunSummary;

/**
 * Writes a page of runs as a table like that of {@code kubectl get} if a client asks for
 * text.
 */
@Component
class RunTableConverter extends WriteOnlyConverter<RunPage> {

	private static final List<String> TITLES = List.of("ID", "NAMESPACE", "NAME", "STATUS", "STEP", "DURATION",
			"WARNINGS", "AGE");

	private static final String NONE = "<none>";

	private final Timekeeper timekeeper;

	RunTableConverter(Timekeeper timekeeper) {
		super(RunPage.class, MediaType.TEXT_PLAIN);
		this.timekeeper = timekeeper;
	}

	@Override
	protected void writeInternal(RunPage page, HttpOutputMessage output) throws IOException {
		output.getHeaders().setContentType(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8));
		Writer text = new BufferedWriter(new OutputStreamWriter(output.getBody(), StandardCharsets.UTF_8));
		write(page, timekeeper.now(), text);
		text.flush();
	}

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
				RunText.duration(run.durationMillis()), Integer.toString(run.warningCount()),
				age(run.createdAt(), now));
	}

	/** Returns the step that failed, was cancelled or is running. */
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

	// The wall clock may have been set back since the run was created.
	private static String age(Instant created, Instant now) {
		return Durations.of(created.isBefore(now) ? Duration.between(created, now) : Duration.ZERO);
	}

}
