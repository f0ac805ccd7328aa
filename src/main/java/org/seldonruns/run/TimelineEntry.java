package org.seldonruns.run;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One thing that was seen during a run.
 *
 * @param seq its place in the timeline, rising, from 1
 * @param version the run's version when it was added or last changed
 * @param at when it was seen, by the wall clock
 * @param step the step that was being played; none before the first, nor after the last
 * @param observation what was seen
 */
public record TimelineEntry(long seq, long version, Instant at, @Nullable StepName step, Observation observation) {
}
