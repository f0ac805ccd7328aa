/**
 * Accepts runs, queues them, executes their steps and recovers the runs of processes that
 * ended.
 */
@NullMarked
package org.seldonruns.lifecycle;

import org.jspecify.annotations.NullMarked;
