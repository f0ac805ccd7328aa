/**
 * Executes the steps of a run, each until it succeeds, fails, times out or is cancelled.
 */
@NullMarked
package org.seldonruns.lifecycle.step;

import org.jspecify.annotations.NullMarked;
