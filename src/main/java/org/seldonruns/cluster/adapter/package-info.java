/**
 * Implements the operations of the cluster by requests to the API server and by shared
 * watches.
 */
@NullMarked
package org.seldonruns.cluster.adapter;

import org.jspecify.annotations.NullMarked;
