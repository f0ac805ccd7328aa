/**
 * Pure knowledge of SeldonDeployments: object in, verdict out.
 */
@NullMarked
package org.seldonruns.seldon;

import org.jspecify.annotations.NullMarked;
