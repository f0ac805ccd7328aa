/**
 * Plays the steps of a run: queueing, deadlines, cancelling and cleaning up.
 */
@NullMarked
package org.seldonruns.lifecycle;

import org.jspecify.annotations.NullMarked;
