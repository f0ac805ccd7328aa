/**
 * Authenticates requests, rejects those of other sites and hosts, and writes the audit
 * log.
 */
@NullMarked
package org.seldonruns.web.protection;

import org.jspecify.annotations.NullMarked;
