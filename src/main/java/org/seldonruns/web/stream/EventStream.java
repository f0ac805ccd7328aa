package org.seldonruns.web.stream;

import java.util.function.BooleanSupplier;
import java.util.function.Function;

import org.seldonruns.run.Subscription;

/**
 * An answer that goes on for as long as something can come.
 *
 * @param source subscribes what is to be called at each change
 * @param story what is sent, in the media type of the response
 * @param granted judges the caller anew; where he may not read this any more, it ends
 */
record EventStream(Function<Runnable, Subscription> source, StreamContent story, BooleanSupplier granted) {
}
