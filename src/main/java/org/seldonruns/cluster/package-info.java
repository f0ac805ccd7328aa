/**
 * The only place that speaks to Kubernetes: three writes and shared watches.
 */
@NullMarked
package org.seldonruns.cluster;

import org.jspecify.annotations.NullMarked;
