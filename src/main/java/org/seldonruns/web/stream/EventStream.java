package org.seldonruns.web.stream;

import java.util.function.BooleanSupplier;
import java.util.function.Function;

import org.seldonruns.run.Subscription;

/**
 * The body of a response that streams changes, as Server-Sent Events or as text.
 *
 * @param source subscribes an action that is called after each change
 * @param content writes the changes
 * @param reauthorize returns false if the stream must end because the caller is no longer
 * authorized
 */
record EventStream(Function<Runnable, Subscription> source, StreamContent content, BooleanSupplier reauthorize) {
}
