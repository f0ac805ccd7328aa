package org.seldonruns.run;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One thing that was seen during a run.
 *
 * @param seq its place in the timeline, rising, from 1
 * @param at when it was seen, by the wall clock
 * @param step the step that was being played; none before the first
 * @param observation what was seen
 */
public record TimelineEntry(long seq, Instant at, @Nullable StepName step, Observation observation) {
}
