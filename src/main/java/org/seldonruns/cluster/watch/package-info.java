/**
 * Shares the watches of a namespace among its runs and assigns each object to the run
 * that owns it.
 */
@NullMarked
package org.seldonruns.cluster.watch;

import org.jspecify.annotations.NullMarked;
