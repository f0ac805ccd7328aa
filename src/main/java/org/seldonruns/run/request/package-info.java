/** Describes a request for a run: the documents, the resource and the parameters. */
@NullMarked
package org.seldonruns.run.request;

import org.jspecify.annotations.NullMarked;
