/**
 * A run, its steps and its timeline, and the bounded history of runs.
 */
@NullMarked
package org.seldonruns.run;

import org.jspecify.annotations.NullMarked;
