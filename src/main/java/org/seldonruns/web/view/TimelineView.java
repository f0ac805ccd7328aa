package org.seldonruns.web.view;

import java.time.Instant;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import org.seldonruns.run.Observation;
import org.seldonruns.run.StepName;
import org.seldonruns.run.TimelineEntry;

@Schema(name = "TimelineEntry", description = "An event or status change that was observed during a run.")
public record TimelineView(@Schema(
		description = "The number of the entry, ascending within the run; it stays the same if the count grows.",
		minimum = "1", example = "7") long seq,
		@Schema(description = "The time of the first observation.", example = "2026-11-22T06:41:05.602Z") Instant at,
		@Schema(description = "The time of the last occurrence according to Kubernetes, usually in whole seconds; null "
				+ "if Kubernetes does not report it.",
				example = "2026-11-22T06:41:05.000Z") @Nullable Instant occurredAt,
		@Schema(description = "The step that was running; null before the first step and after the end of the run.",
				example = "AWAIT_READY", enumAsRef = true) @Nullable StepName step,
		@Schema(description = "Whether the run had finished.", example = "false") boolean afterEnd,
		@Schema(description = "The kind of the object.", example = "Pod") String kind,
		@Schema(description = "The name of the object.", example = "iris-default-0-classifier-7d9f-xk2lp") String name,
		@Schema(description = "Normal, or Warning for a possible problem.", allowableValues = {
				Observation.NORMAL, Observation.WARNING }, example = "Warning") String type,
		@Schema(description = "The reason, for machines.", example = "BackOff") String reason,
		@Schema(description = "The message, for people.",
				example = "Back-off pulling image \"registry.example/model:1\"") String message,
		@Schema(description = "The number of occurrences.", minimum = "1", example = "3") int count){

	public static TimelineView of(TimelineEntry entry) {
		Observation seen = entry.observation();
		return new TimelineView(entry.seq(), entry.at(), seen.occurredAt(), entry.step(), entry.afterEnd(), seen.kind(),
				seen.name(), seen.type(), seen.reason(), seen.message(), seen.count());
	}

}
