/** Keeps the requests of clients that wait for a change, within limits. */
@NullMarked
package org.seldonruns.web.waiting;

import org.jspecify.annotations.NullMarked;
