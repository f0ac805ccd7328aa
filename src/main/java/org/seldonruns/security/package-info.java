/** Authenticates and authorizes callers with TokenReviews and SubjectAccessReviews. */
@NullMarked
package org.seldonruns.security;

import org.jspecify.annotations.NullMarked;
