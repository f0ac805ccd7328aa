/** Defines the problems that the API responds with, and turns exceptions into them. */
@NullMarked
package org.seldonruns.web.problem;

import org.jspecify.annotations.NullMarked;
