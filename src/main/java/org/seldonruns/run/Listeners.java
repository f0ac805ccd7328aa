package org.seldonruns.run;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Those who want to be called when something changes. Safe for use by many threads. */
public final class Listeners {

	/** By a key of its own each, so that the same listener may be there twice. */
	private final Map<Object, Runnable> all = new ConcurrentHashMap<>();

	/**
	 * Adds a listener.
	 * @param listener is called on the thread that makes the change; must be quick and
	 * must not block
	 * @return ends it
	 */
	public Subscription add(Runnable listener) {
		Object key = new Object();
		all.put(key, listener);
		return () -> all.remove(key);
	}

	/** Calls them all; not to be done under a lock. */
	public void call() {
		all.values().forEach(Runnable::run);
	}

}
