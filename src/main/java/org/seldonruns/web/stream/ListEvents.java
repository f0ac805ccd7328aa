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

/** Tells of the runs that a filter lets through as Server-Sent Events, summaries only. */
final class ListEvents implements StreamContent {

	private final RunHistory history;

	private final RunFilter filter;

	private final Predicate<String> readable;

	private final UnaryOperator<RunSnapshot> shown;

	private final EventWriter events;

	/** The number of the change up to which all has been told. */
	private long told;

	/**
	 * A stream.
	 * @param history whose runs are told
	 * @param filter which of them
	 * @param readable whether the client may read the runs of a namespace
	 * @param shown has one as the client may read it
	 * @param last what the client has seen
	 * @param json writes the data
	 */
	ListEvents(RunHistory history, RunFilter filter, Predicate<String> readable, UnaryOperator<RunSnapshot> shown,
			EventId last, JsonMapper json) {
		this.history = history;
		this.filter = filter;
		this.readable = readable;
		this.shown = shown;
		this.events = new EventWriter(json);
		this.told = last.number();
	}

	@Override
	public boolean tell(Appendable text) throws IOException {
		RunChanges changes = history.changesSince(told, filter);
		if (changes.startsOver()) {
			// Without an id to resume with: a client that has seen this alone has seen
			// nothing.
			events.write(text, EventId.NONE, "reset", Map.of());
		}
		for (RunChange change : changes.changes()) {
			if (readable.test(change.namespace())) {
				write(text, change);
			}
		}
		told = changes.end();
		return false;
	}

	private void write(Appendable text, RunChange change) throws IOException {
		EventId id = EventId.of(change.number());
		switch (change) {
			case RunChange.Shown now -> events.write(text, id, "run", RunSummary.of(shown.apply(now.run())));
			case RunChange.Removed gone -> events.write(text, id, "removed", Map.of("id", gone.id().toString()));
		}
	}

	@Override
	public void breathe(Appendable text) throws IOException {
		events.comment(text);
	}

}
