/** Limits and wakes requests that wait for a change. */
@NullMarked
package org.seldonruns.web.waiting;

import org.jspecify.annotations.NullMarked;
