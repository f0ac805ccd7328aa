package org.seldonruns.web.stream;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

import org.seldonruns.run.Run;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.TimelineEntry;
import org.seldonruns.web.view.EndView;
import org.seldonruns.web.view.RunSummary;
import org.seldonruns.web.view.TimelineView;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells a run as Server-Sent Events: its summary, the entries of its timeline, and its
 * end. The id of each is the run's version with it, so that a client which resumes gets
 * exactly what has changed since.
 */
final class RunEvents implements StreamContent {

	private final Run run;

	private final UnaryOperator<RunSnapshot> shown;

	private final EventWriter events;

	/** The version up to which all has been told. */
	private long told;

	/**
	 * A stream.
	 * @param run what is told
	 * @param shown has it as the client may read it
	 * @param last what the client has seen; a number that the run has not reached is
	 * another process's, and means nothing here
	 * @param json writes the data
	 */
	RunEvents(Run run, UnaryOperator<RunSnapshot> shown, EventId last, JsonMapper json) {
		this.run = run;
		this.shown = shown;
		this.events = new EventWriter(json);
		this.told = (last.number() > run.summary().version()) ? 0 : last.number();
	}

	@Override
	public boolean tell(Appendable text) throws IOException {
		RunSnapshot now = shown.apply(run.snapshotSince(told));
		List<TimelineEntry> entries = new ArrayList<>(now.timeline());
		entries.sort(Comparator.comparingLong(TimelineEntry::version));
		boolean summaryIsNew = now.summaryVersion() > told;
		if (told == 0) {
			// At once, though its version may be higher than those of the entries:
			// whoever
			// has seen this alone has seen nothing.
			summary(text, EventId.NONE, now);
			summaryIsNew = false;
		}
		for (TimelineEntry entry : entries) {
			if (summaryIsNew && entry.version() > now.summaryVersion()) {
				summary(text, EventId.of(now.summaryVersion()), now);
				summaryIsNew = false;
			}
			events.write(text, EventId.of(entry.version()), "timeline", TimelineView.of(entry));
		}
		if (summaryIsNew) {
			summary(text, EventId.of(now.summaryVersion()), now);
		}
		told = now.version();
		if (now.status().isTerminal()) {
			events.write(text, new EventId(told, true), "end", EndView.of(now));
			return true;
		}
		return false;
	}

	private void summary(Appendable text, EventId id, RunSnapshot now) throws IOException {
		events.write(text, id, "run", RunSummary.of(now));
	}

	@Override
	public void breathe(Appendable text) throws IOException {
		events.comment(text);
	}

}
