package org.seldonruns.web;

import java.io.IOException;

import org.seldonruns.run.RunFilter;
import org.seldonruns.run.RunHistory;
import tools.jackson.databind.json.JsonMapper;

/** Tells of the runs that a filter lets through as Server-Sent Events, summaries only. */
final class ListEvents implements Story {

	private final RunHistory history;

	private final RunFilter filter;

	private final EventWriter events;

	/** The number of the change up to which all has been told. */
	private long told;

	/**
	 * A stream.
	 * @param history whose runs are told
	 * @param filter which of them
	 * @param last what the client has seen
	 * @param json writes the data
	 */
	ListEvents(RunHistory history, RunFilter filter, EventId last, JsonMapper json) {
		this.history = history;
		this.filter = filter;
		this.events = new EventWriter(json);
		this.told = last.number();
	}

	@Override
	public boolean tell(Appendable text) throws IOException {
		RunHistory.Changes changes = history.changesSince(told, filter);
		for (RunHistory.Change change : changes.changes()) {
			events.write(text, EventId.of(change.number()), "run", RunSummary.of(change.run()));
		}
		told = changes.end();
		return false;
	}

	@Override
	public void breathe(Appendable text) throws IOException {
		events.comment(text);
	}

}
