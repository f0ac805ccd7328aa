/**
 * The service: rehearses the whole life of a SeldonDeployment and hands back a timed
 * history.
 */
@NullMarked
package org.seldonruns;

import org.jspecify.annotations.NullMarked;
