package org.seldonruns.cluster.client;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Copies parts of documents, so that they can be added to. */
public final class JsonDocuments {

	private JsonDocuments() {
	}

	/**
	 * A copy of a map, not of what is in it.
	 * @param map a map from a document; anything else counts as an empty one
	 * @return a copy in the same order that may be changed
	 */
	public static Map<String, Object> copy(@Nullable Object map) {
		Map<String, Object> copy = new LinkedHashMap<>();
		if (map instanceof Map<?, ?> given) {
			given.forEach((key, value) -> copy.put(String.valueOf(key), value));
		}
		return copy;
	}

}
