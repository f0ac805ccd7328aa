/** Limits requests that wait for a change, and wakes them when it happens. */
@NullMarked
package org.seldonruns.web.waiting;

import org.jspecify.annotations.NullMarked;
