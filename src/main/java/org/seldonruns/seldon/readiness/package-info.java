/** Decides whether a SeldonDeployment is ready, from what was observed of it. */
@NullMarked
package org.seldonruns.seldon.readiness;

import org.jspecify.annotations.NullMarked;
