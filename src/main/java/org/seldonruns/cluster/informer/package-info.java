/** Lists and watches one kind of objects, and starts over after each interruption. */
@NullMarked
package org.seldonruns.cluster.informer;

import org.jspecify.annotations.NullMarked;
