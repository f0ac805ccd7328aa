package org.seldonruns.cluster.client;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Copies maps of a JSON document so that the copies can be changed. */
public final class MutableMaps {

	private MutableMaps() {
	}

	/**
	 * Returns a mutable shallow copy of a map; an empty map if the value is not a map.
	 */
	public static Map<String, Object> copy(@Nullable Object map) {
		Map<String, Object> copy = new LinkedHashMap<>();
		if (map instanceof Map<?, ?> given) {
			given.forEach((key, value) -> copy.put(String.valueOf(key), value));
		}
		return copy;
	}

}
