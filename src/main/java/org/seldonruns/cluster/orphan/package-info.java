/**
 * Finds resources whose runs are no longer alive, by their labels and by the Leases of
 * their processes.
 */
@NullMarked
package org.seldonruns.cluster.orphan;

import org.jspecify.annotations.NullMarked;
