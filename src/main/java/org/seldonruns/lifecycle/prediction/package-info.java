/** Sends predictions to the predictors of a resource and judges their answers. */
@NullMarked
package org.seldonruns.lifecycle.prediction;

import org.jspecify.annotations.NullMarked;
