package org.seldonruns.run;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Listeners that are called on changes. Safe for use by many threads. */
public final class Listeners {

	/** Keyed by object identity, so that a listener can be added twice. */
	private final Map<Object, Runnable> all = new ConcurrentHashMap<>();

	/**
	 * Adds a listener.
	 * @param listener is called on the thread that makes the change; must be quick and
	 * must not block
	 * @return removes the listener when closed
	 */
	public Subscription add(Runnable listener) {
		Object key = new Object();
		all.put(key, listener);
		return () -> all.remove(key);
	}

	/** Calls all listeners. Must not be called while holding a lock. */
	public void call() {
		all.values().forEach(Runnable::run);
	}

}
