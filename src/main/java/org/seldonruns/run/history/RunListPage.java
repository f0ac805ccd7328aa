package org.seldonruns.run.history;

import java.util.List;
import java.util.OptionalLong;

import org.seldonruns.run.RunSnapshot;

/**
 * A page of the list of runs.
 *
 * @param runs newest first
 * @param next the position before which the next page starts; empty on the last page
 */
public record RunListPage(List<RunSnapshot> runs, OptionalLong next) {

	public RunListPage {
		runs = List.copyOf(runs);
	}

}
