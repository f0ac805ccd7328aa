/** Defines the representations of runs in the API. */
@NullMarked
package org.seldonruns.web.view;

import org.jspecify.annotations.NullMarked;
