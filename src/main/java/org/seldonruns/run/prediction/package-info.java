/** Describes the predictions of a step: their results by predictor. */
@NullMarked
package org.seldonruns.run.prediction;

import org.jspecify.annotations.NullMarked;
