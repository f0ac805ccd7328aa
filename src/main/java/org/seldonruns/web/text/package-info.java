/** Formats runs as text for terminals and as JUnit reports. */
@NullMarked
package org.seldonruns.web.text;

import org.jspecify.annotations.NullMarked;
