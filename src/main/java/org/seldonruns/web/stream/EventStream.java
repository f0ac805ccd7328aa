package org.seldonruns.web.stream;

import java.util.function.BooleanSupplier;
import java.util.function.Function;

import org.seldonruns.run.Subscription;

/**
 * The body of a response that streams changes.
 *
 * @param source subscribes a listener to the changes
 * @param content writes the changes in the media type of the response
 * @param reauthorize returns false if the stream must end because the caller is no longer
 * authorized
 */
record EventStream(Function<Runnable, Subscription> source, StreamContent content, BooleanSupplier reauthorize) {
}
