/**
 * The only place that speaks to Kubernetes: a run's writes, shared watches, and who is
 * alive.
 */
@NullMarked
package org.seldonruns.cluster;

import org.jspecify.annotations.NullMarked;
