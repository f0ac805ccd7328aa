/** Lists and watches objects of one kind and restarts after each interruption. */
@NullMarked
package org.seldonruns.cluster.informer;

import org.jspecify.annotations.NullMarked;
