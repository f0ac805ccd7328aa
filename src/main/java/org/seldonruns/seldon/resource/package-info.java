/**
 * Describes SeldonDeployments and the objects that they own, as the API server returns
 * them.
 */
@NullMarked
package org.seldonruns.seldon.resource;

import org.jspecify.annotations.NullMarked;
