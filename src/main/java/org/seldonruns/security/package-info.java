/** Authenticates and authorizes callers by reviews of the API server. */
@NullMarked
package org.seldonruns.security;

import org.jspecify.annotations.NullMarked;
