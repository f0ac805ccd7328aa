/** Detects the problems that prevent a SeldonDeployment from becoming ready. */
@NullMarked
package org.seldonruns.seldon.symptom;

import org.jspecify.annotations.NullMarked;
