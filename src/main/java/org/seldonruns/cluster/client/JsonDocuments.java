package org.seldonruns.cluster.client;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Copies parts of documents to change them. */
public final class JsonDocuments {

	private JsonDocuments() {
	}

	/**
	 * Returns a shallow copy of a map.
	 * @param map a map of a document; other values count as an empty map
	 * @return a mutable copy in the same order
	 */
	public static Map<String, Object> copy(@Nullable Object map) {
		Map<String, Object> copy = new LinkedHashMap<>();
		if (map instanceof Map<?, ?> given) {
			given.forEach((key, value) -> copy.put(String.valueOf(key), value));
		}
		return copy;
	}

}
