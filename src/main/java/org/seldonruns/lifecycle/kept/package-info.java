/**
 * Keeps the resources of failed runs for a while and removes resources of runs that are
 * over.
 */
@NullMarked
package org.seldonruns.lifecycle.kept;

import org.jspecify.annotations.NullMarked;
