/** Defines the records that the API shows runs as. */
@NullMarked
package org.seldonruns.web.view;

import org.jspecify.annotations.NullMarked;
