/** Decides whether a SeldonDeployment is ready, from its observed state. */
@NullMarked
package org.seldonruns.seldon.readiness;

import org.jspecify.annotations.NullMarked;
