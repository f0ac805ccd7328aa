/**
 * Identifies callers and decides what they may do in a namespace, by reviews of the API
 * server.
 */
@NullMarked
package org.seldonruns.security;

import org.jspecify.annotations.NullMarked;
