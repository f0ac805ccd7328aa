/**
 * Serves the HTTP API: controllers, problem details and the records that define its
 * schema.
 */
@NullMarked
package org.seldonruns.web;

import org.jspecify.annotations.NullMarked;
