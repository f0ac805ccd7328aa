package org.seldonruns.cluster;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Remembers the last few things by their key. Not safe for use by several threads.
 *
 * @param <V> the things
 */
final class Recent<V> {

	private final int room;

	private final Map<String, V> things = new LinkedHashMap<>();

	/**
	 * Remembers nothing yet.
	 * @param room the most things that it remembers
	 */
	Recent(int room) {
		this.room = room;
	}

	void put(String key, V thing) {
		things.remove(key);
		things.put(key, thing);
		if (things.size() > room) {
			things.remove(things.keySet().iterator().next());
		}
	}

	boolean contains(String key) {
		return things.containsKey(key);
	}

	/**
	 * What it remembers.
	 * @return oldest first
	 */
	List<V> all() {
		return List.copyOf(things.values());
	}

}
