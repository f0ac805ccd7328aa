/**
 * Turns the changes of watched objects and their Kubernetes Events into entries of a
 * timeline.
 */
@NullMarked
package org.seldonruns.cluster.timeline;

import org.jspecify.annotations.NullMarked;
