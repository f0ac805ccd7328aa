package org.seldonruns.web.view;

import java.time.Instant;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import org.seldonruns.run.Observation;
import org.seldonruns.run.StepName;
import org.seldonruns.run.TimelineEntry;

/**
 * One thing that was seen during a run.
 *
 * @param seq its number, rising
 * @param at when it was seen
 * @param occurredAt when it happened by the clock of Kubernetes
 * @param step the step that was running
 * @param afterEnd whether it was seen after the run's end
 * @param kind the kind of the object it is about
 * @param name the name of that object
 * @param type Normal or Warning
 * @param reason a word for machines
 * @param message a sentence for people
 * @param count how often it happened
 */
@Schema(name = "TimelineEntry", description = "One thing that was seen during a run.")
public record TimelineView(
		@Schema(description = "Its number, rising within the run; seen again, an entry keeps it.", minimum = "1",
				example = "7") long seq,
		@Schema(description = "When it was first seen.", example = "2026-11-22T06:41:05.602Z") Instant at,
		@Schema(description = "When it happened by the clock of Kubernetes, mostly in whole seconds; of what happened "
				+ "more than once, the last time; null where Kubernetes does not say.",
				example = "2026-11-22T06:41:05.000Z") @Nullable Instant occurredAt,
		@Schema(description = "The step that was running; null before the first step and after the run's end.",
				example = "AWAIT_READY", enumAsRef = true) @Nullable StepName step,
		@Schema(description = "Whether it was seen after the run's end.", example = "false") boolean afterEnd,
		@Schema(description = "The kind of the object it is about.", example = "Pod") String kind,
		@Schema(description = "The name of that object.", example = "iris-default-0-classifier-7d9f-xk2lp") String name,
		@Schema(description = "Normal, or Warning where somebody may want to look.", allowableValues = {
				Observation.NORMAL, Observation.WARNING }, example = "Warning") String type,
		@Schema(description = "A word for machines.", example = "BackOff") String reason,
		@Schema(description = "A sentence for people.",
				example = "Back-off pulling image \"registry.example/model:1\"") String message,
		@Schema(description = "How often it happened.", minimum = "1", example = "3") int count){

	public static TimelineView of(TimelineEntry entry) {
		Observation seen = entry.observation();
		return new TimelineView(entry.seq(), entry.at(), seen.occurredAt(), entry.step(), entry.afterEnd(), seen.kind(),
				seen.name(), seen.type(), seen.reason(), seen.message(), seen.count());
	}

}
