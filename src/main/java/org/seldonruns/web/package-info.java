/**
 * The HTTP API: controllers, problem details and the records that are its schema.
 */
@NullMarked
package org.seldonruns.web;

import org.jspecify.annotations.NullMarked;
