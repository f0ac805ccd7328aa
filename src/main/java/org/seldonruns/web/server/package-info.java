/**
 * Configures the embedded server: addresses, response headers, problems and unread
 * bodies.
 */
@NullMarked
package org.seldonruns.web.server;

import org.jspecify.annotations.NullMarked;
