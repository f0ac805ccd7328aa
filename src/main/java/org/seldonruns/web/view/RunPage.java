package org.seldonruns.web.view;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.history.RunListPage;

@Schema(description = "A page of the list of runs.")
public record RunPage(@Schema(description = "The runs, newest first.") List<RunSummary> items,
		@Schema(description = "The cursor of the next page; null on the last page.",
				example = "AAZg2AoqIwAAAAAAAAAAKg") @Nullable String next) {

	public static RunPage of(RunListPage page, long history, UnaryOperator<RunSnapshot> redaction) {
		OptionalLong next = page.next();
		return new RunPage(
				page.runs().stream().map(redaction).map(RunSnapshot::withoutExcerpts).map(RunSummary::of).toList(),
				next.isPresent() ? new RunCursor(history, next.getAsLong()).toString() : null);
	}

}
