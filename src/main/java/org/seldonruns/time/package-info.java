/** Provides clocks, deadlines and timers that tests control. */
@NullMarked
package org.seldonruns.time;

import org.jspecify.annotations.NullMarked;
