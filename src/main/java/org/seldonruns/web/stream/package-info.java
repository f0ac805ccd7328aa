/** Streams runs as Server-Sent Events and as lines of text. */
@NullMarked
package org.seldonruns.web.stream;

import org.jspecify.annotations.NullMarked;
