package org.seldonruns.web.stream;

import java.io.IOException;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.history.RunChange;
import org.seldonruns.run.history.RunChanges;
import org.seldonruns.run.history.RunFilter;
import org.seldonruns.run.history.RunHistory;
import org.seldonruns.web.view.RunSummary;
import tools.jackson.databind.json.JsonMapper;

/** Writes the summaries of the runs that match a filter as Server-Sent Events. */
final class ListEvents extends ServerSentEventContent {

	private final RunHistory history;

	private final RunFilter filter;

	private final Predicate<String> readable;

	private final UnaryOperator<RunSnapshot> redaction;

	/** The number of the last written change. */
	private long written;

	ListEvents(RunHistory history, RunFilter filter, Predicate<String> readable, UnaryOperator<RunSnapshot> redaction,
			EventId last, JsonMapper json) {
		super(json);
		this.history = history;
		this.filter = filter;
		this.readable = readable;
		this.redaction = redaction;
		this.written = last.number();
	}

	@Override
	public boolean writeChanges(Appendable text) throws IOException {
		RunChanges changes = history.changesSince(written, filter);
		if (changes.startsOver()) {
			// Without the id of a change: a client that received only this event must
			// start over.
			write(text, EventId.NONE, "reset", Map.of());
		}
		for (RunChange change : changes.changes()) {
			if (readable.test(change.namespace())) {
				write(text, change);
			}
		}
		written = changes.end();
		return false;
	}

	private void write(Appendable text, RunChange change) throws IOException {
		EventId id = EventId.of(change.number());
		switch (change) {
			case RunChange.Shown changed -> write(text, id, "run", RunSummary.of(redaction.apply(changed.run())));
			case RunChange.Removed removed -> write(text, id, "removed", Map.of("id", removed.id().toString()));
		}
	}

}
