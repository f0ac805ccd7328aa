/** Completes the OpenAPI document that is derived from the controllers. */
@NullMarked
package org.seldonruns.web.openapi;

import org.jspecify.annotations.NullMarked;
