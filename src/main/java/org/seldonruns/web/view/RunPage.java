package org.seldonruns.web.view;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.history.RunHistory;

/**
 * Part of the list of runs.
 *
 * @param items runs, newest first
 * @param next what to give as cursor for the rest
 */
@Schema(description = "Part of the list of runs.")
public record RunPage(@Schema(description = "Runs, newest first.") List<RunSummary> items,
		@Schema(description = "What to give as cursor for the rest; null at the end.",
				example = "AAZg2AoqIwAAAAAAAAAAKg") @Nullable String next) {

	/**
	 * A part as a caller may see it.
	 * @param page the part
	 * @param history the number of the history that it is part of
	 * @param shown has a run as the caller may read it
	 * @return the answer
	 */
	public static RunPage of(RunHistory.Page page, long history, UnaryOperator<RunSnapshot> shown) {
		OptionalLong next = page.next();
		return new RunPage(page.runs().stream().map(shown).map(RunSummary::of).toList(),
				next.isPresent() ? new RunCursor(history, next.getAsLong()).toString() : null);
	}

}
