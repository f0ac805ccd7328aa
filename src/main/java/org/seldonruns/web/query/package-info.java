/**
 * Binds query parameters to typed records and reports all invalid parameters together.
 */
@NullMarked
package org.seldonruns.web.query;

import org.jspecify.annotations.NullMarked;
