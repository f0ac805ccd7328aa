/** Binds query parameters to typed records and reports all that is wrong with them. */
@NullMarked
package org.seldonruns.web.query;

import org.jspecify.annotations.NullMarked;
