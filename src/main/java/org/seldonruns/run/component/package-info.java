/** Describes the components of a resource as a run observed them. */
@NullMarked
package org.seldonruns.run.component;

import org.jspecify.annotations.NullMarked;
