package org.seldonruns.run;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One entry of the timeline of a run.
 *
 * @param seq the number of the entry in the timeline, from 1, ascending
 * @param version the version of the run when the entry was added or last changed
 * @param at when it was observed, by the wall clock
 * @param step the step that was running; null before the first step and after the run's
 * end
 * @param afterEnd whether it was observed after the run's end
 * @param observation the observation
 */
public record TimelineEntry(long seq, long version, Instant at, @Nullable StepName step, boolean afterEnd,
		Observation observation) {
}
