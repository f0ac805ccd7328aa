/**
 * Keeps the runs of this process within limits, in the order of their arrival and of
 * their changes.
 */
@NullMarked
package org.seldonruns.run.history;

import org.jspecify.annotations.NullMarked;
