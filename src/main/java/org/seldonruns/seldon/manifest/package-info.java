/** Parses an upload into one SeldonDeployment, as kubectl would read it. */
@NullMarked
package org.seldonruns.seldon.manifest;

import org.jspecify.annotations.NullMarked;
