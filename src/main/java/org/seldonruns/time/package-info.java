/** The one place of clocks, deadlines and timers. */
@NullMarked
package org.seldonruns.time;

import org.jspecify.annotations.NullMarked;
