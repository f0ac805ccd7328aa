/** Starts, lists, shows, cancels and removes runs over HTTP. */
@NullMarked
package org.seldonruns.web.run;

import org.jspecify.annotations.NullMarked;
