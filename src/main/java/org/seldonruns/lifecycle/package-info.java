/**
 * Plays the steps of a run: queueing, deadlines, cancelling, cleaning up and recovery.
 */
@NullMarked
package org.seldonruns.lifecycle;

import org.jspecify.annotations.NullMarked;
