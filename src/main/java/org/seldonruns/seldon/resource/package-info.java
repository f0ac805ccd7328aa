/**
 * Describes SeldonDeployments and the objects that they own, as the cluster stores them.
 */
@NullMarked
package org.seldonruns.seldon.resource;

import org.jspecify.annotations.NullMarked;
