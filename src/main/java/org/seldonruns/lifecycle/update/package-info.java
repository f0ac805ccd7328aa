/** Updates the resource of a run, and watches how available it is meanwhile. */
@NullMarked
package org.seldonruns.lifecycle.update;

import org.jspecify.annotations.NullMarked;
