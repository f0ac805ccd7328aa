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
final class ListEvents implements StreamContent {

	private final RunHistory history;

	private final RunFilter filter;

	private final Predicate<String> readable;

	private final UnaryOperator<RunSnapshot> redaction;

	private final EventWriter events;

	/** The number of the last written change. */
	private long written;

	/**
	 * Creates the content of a stream.
	 * @param history the history of the runs
	 * @param filter selects runs
	 * @param readable returns whether the caller may read the runs of a namespace
	 * @param redaction removes from a run what the caller may not read
	 * @param last the last event that the client has received
	 * @param json serializes the data
	 */
	ListEvents(RunHistory history, RunFilter filter, Predicate<String> readable, UnaryOperator<RunSnapshot> redaction,
			EventId last, JsonMapper json) {
		this.history = history;
		this.filter = filter;
		this.readable = readable;
		this.redaction = redaction;
		this.events = new EventWriter(json);
		this.written = last.number();
	}

	@Override
	public boolean writeChanges(Appendable text) throws IOException {
		RunChanges changes = history.changesSince(written, filter);
		if (changes.startsOver()) {
			// Without the id of a change: a client that received only this event must
			// start over.
			events.write(text, EventId.NONE, "reset", Map.of());
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
			case RunChange.Shown changed ->
				events.write(text, id, "run", RunSummary.of(redaction.apply(changed.run())));
			case RunChange.Removed removed -> events.write(text, id, "removed", Map.of("id", removed.id().toString()));
		}
	}

	@Override
	public void writeHeartbeat(Appendable text) throws IOException {
		events.comment(text);
	}

}
