package org.seldonruns.web;

import java.io.IOException;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import org.seldonruns.run.RunHistory;
import org.seldonruns.run.RunSnapshot;
import tools.jackson.databind.json.JsonMapper;

/** Tells of the runs that a filter lets through as Server-Sent Events, summaries only. */
final class ListEvents implements Story {

	private final RunHistory history;

	private final Predicate<RunSnapshot> filter;

	private final UnaryOperator<RunSnapshot> shown;

	private final EventWriter events;

	/** The number of the change up to which all has been told. */
	private long told;

	/**
	 * A stream.
	 * @param history whose runs are told
	 * @param filter which of them
	 * @param shown has one as the client may read it
	 * @param last what the client has seen
	 * @param json writes the data
	 */
	ListEvents(RunHistory history, Predicate<RunSnapshot> filter, UnaryOperator<RunSnapshot> shown, EventId last,
			JsonMapper json) {
		this.history = history;
		this.filter = filter;
		this.shown = shown;
		this.events = new EventWriter(json);
		this.told = last.number();
	}

	@Override
	public boolean tell(Appendable text) throws IOException {
		RunHistory.Changes changes = history.changesSince(told, filter);
		for (RunHistory.Change change : changes.changes()) {
			events.write(text, EventId.of(change.number()), "run", RunSummary.of(shown.apply(change.run())));
		}
		told = changes.end();
		return false;
	}

	@Override
	public void breathe(Appendable text) throws IOException {
		events.comment(text);
	}

}
