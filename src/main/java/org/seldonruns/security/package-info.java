/** Knows who calls, and what they may do in a namespace, as the API server judges. */
@NullMarked
package org.seldonruns.security;

import org.jspecify.annotations.NullMarked;
