/** Models a run with its steps, its timeline and the diagnosis of its failure. */
@NullMarked
package org.seldonruns.run;

import org.jspecify.annotations.NullMarked;
