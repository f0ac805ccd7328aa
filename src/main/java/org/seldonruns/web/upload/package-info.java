/** Reads uploads within limits of size, time and memory. */
@NullMarked
package org.seldonruns.web.upload;

import org.jspecify.annotations.NullMarked;
