package org.seldonruns.web.view;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.oas.annotations.media.Schema;

import org.seldonruns.run.RunSnapshot;

@Schema(name = "Run", description = "A run.")
public record RunView(@JsonUnwrapped RunSummary summary,
		@Schema(description = "The warnings, in order.") List<WarningView> warnings,
		@Schema(description = "The observed events and status changes, in order.") List<TimelineView> timeline) {

	public static RunView of(RunSnapshot run) {
		return new RunView(RunSummary.of(run), run.warnings().stream().map(WarningView::of).toList(),
				run.timeline().stream().map(TimelineView::of).toList());
	}

}
