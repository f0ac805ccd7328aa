package org.seldonruns.web.stream;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.RunStatus;
import org.seldonruns.run.TimelineEntry;
import org.seldonruns.web.view.RunSummary;
import org.seldonruns.web.view.TimelineView;
import org.seldonruns.web.view.WarningView;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes a run as Server-Sent Events: its summary, the entries of its timeline, and its
 * end. The id of an event is the version of the run that it belongs to, so that a client
 * that resumes receives exactly the later changes.
 */
final class RunEvents extends ServerSentEventContent {

	private final Run run;

	private final UnaryOperator<RunSnapshot> redaction;

	/** The last written version. */
	private long written;

	/**
	 * Creates the content of a stream.
	 * @param last the last event that the client has received; ignored if its version is
	 * higher than that of the run, because it is from another process
	 */
	RunEvents(Run run, UnaryOperator<RunSnapshot> redaction, EventId last, JsonMapper json) {
		super(json);
		this.run = run;
		this.redaction = redaction;
		this.written = (last.number() > run.summary().version()) ? 0 : last.number();
	}

	@Override
	public boolean writeChanges(Appendable text) throws IOException {
		RunSnapshot snapshot = redaction.apply(run.snapshotSince(written));
		List<TimelineEntry> entries = new ArrayList<>(snapshot.timeline());
		entries.sort(Comparator.comparingLong(TimelineEntry::version));
		boolean summaryIsNew = snapshot.summaryVersion() > written;
		if (written == 0) {
			// The summary comes first even if its version is higher than those of the
			// entries. It has no version, because the client does not have the entries.
			summary(text, EventId.NONE, snapshot);
			summaryIsNew = false;
		}
		for (TimelineEntry entry : entries) {
			if (summaryIsNew && entry.version() > snapshot.summaryVersion()) {
				summary(text, EventId.of(snapshot.summaryVersion()), snapshot);
				summaryIsNew = false;
			}
			write(text, EventId.of(entry.version()), "timeline", TimelineView.of(entry));
		}
		if (summaryIsNew) {
			summary(text, EventId.of(snapshot.summaryVersion()), snapshot);
		}
		written = snapshot.version();
		if (snapshot.status().isTerminal()) {
			write(text, new EventId(written, true), "end", new End(snapshot.id().toString(), snapshot.status()));
			return true;
		}
		return false;
	}

	private void summary(Appendable text, EventId id, RunSnapshot snapshot) throws IOException {
		write(text, id, "run", Update.of(snapshot));
	}

	/** The data of the last event. */
	record End(String id, RunStatus status) {
	}

	/** The data of the event {@code run}: the run without its timeline. */
	private record Update(@JsonUnwrapped RunSummary summary, List<WarningView> warnings) {

		static Update of(RunSnapshot run) {
			return new Update(RunSummary.of(run), run.warnings().stream().map(WarningView::of).toList());
		}

	}

}
