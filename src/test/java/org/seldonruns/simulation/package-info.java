/**
 * A simulated cluster: a mock API server, a simulated Seldon operator and, apart from it,
 * what Kubernetes itself would do.
 */
@NullMarked
package org.seldonruns.simulation;

import org.jspecify.annotations.NullMarked;
