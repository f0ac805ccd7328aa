/**
 * Defines what runs need of the cluster: requests, watched state, reviews and orphaned
 * resources.
 */
@NullMarked
package org.seldonruns.cluster;

import org.jspecify.annotations.NullMarked;
