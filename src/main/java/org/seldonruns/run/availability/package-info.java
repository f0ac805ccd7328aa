/** Describes how available predictors were during an update. */
@NullMarked
package org.seldonruns.run.availability;

import org.jspecify.annotations.NullMarked;
