/**
 * Runs a SeldonDeployment through its whole lifecycle and returns a timed history.
 */
@NullMarked
package org.seldonruns;

import org.jspecify.annotations.NullMarked;
