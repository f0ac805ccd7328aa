package org.seldonruns.cluster;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Remembers the last few things by their key. Not safe for use by several threads.
 *
 * @param <V> the things
 */
final class Recent<V> {

	private static final int ROOM = 1000;

	private final Map<String, V> things = new LinkedHashMap<>();

	void put(String key, V thing) {
		things.remove(key);
		things.put(key, thing);
		if (things.size() > ROOM) {
			things.remove(things.keySet().iterator().next());
		}
	}

	boolean contains(String key) {
		return things.containsKey(key);
	}

	/**
	 * Looks at each thing, oldest first, and forgets those that are taken.
	 * @param taken whether a thing is taken
	 */
	void takeIf(Predicate<V> taken) {
		things.values().removeIf(taken);
	}

}
