/**
 * Defines the operations on the cluster that runs use: requests, watches, access reviews
 * and the detection of orphaned resources.
 */
@NullMarked
package org.seldonruns.cluster;

import org.jspecify.annotations.NullMarked;
