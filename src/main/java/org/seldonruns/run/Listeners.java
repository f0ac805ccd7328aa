package org.seldonruns.run;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Those who want to be told of something. Safe for use by many threads.
 *
 * @param <T> what they are told
 */
final class Listeners<T> {

	private final Set<Consumer<T>> all = ConcurrentHashMap.newKeySet();

	/**
	 * Adds a listener.
	 * @param listener is told on the thread that makes the change; must be quick and must
	 * not block
	 * @return ends it
	 */
	Subscription add(Consumer<? super T> listener) {
		// An object of its own, so that the same listener may be there twice.
		Consumer<T> added = listener::accept;
		all.add(added);
		return () -> all.remove(added);
	}

	/**
	 * Tells them all; not to be called under a lock.
	 * @param news what they are told
	 */
	void tell(T news) {
		all.forEach(listener -> listener.accept(news));
	}

}
