/** Configures the connection to the API server and sends single requests to it. */
@NullMarked
package org.seldonruns.cluster.client;

import org.jspecify.annotations.NullMarked;
