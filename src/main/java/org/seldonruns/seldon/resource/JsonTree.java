package org.seldonruns.seldon.resource;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Reads a tree of maps and lists that came from JSON. Values of another type than
 * requested are treated as absent.
 */
public record JsonTree(@Nullable Object value) {

	public JsonTree child(String key) {
		return new JsonTree((value instanceof Map<?, ?> map) ? map.get(key) : null);
	}

	public List<String> keys() {
		return (value instanceof Map<?, ?> map) ? map.keySet().stream().map(String::valueOf).toList() : List.of();
	}

	public boolean has(String key) {
		return child(key).value != null;
	}

	public @Nullable String text(String key) {
		return (child(key).value instanceof String text) ? text : null;
	}

	/** Returns null for an empty text, which the operator uses for an absent value. */
	public @Nullable String nonEmptyText(String key) {
		String text = text(key);
		return (text != null && !text.isEmpty()) ? text : null;
	}

	public @Nullable Integer integer(String key) {
		return (child(key).value instanceof Number number) ? number.intValue() : null;
	}

	public boolean flag(String key) {
		return Boolean.TRUE.equals(child(key).value);
	}

	public List<JsonTree> list(String key) {
		return (child(key).value instanceof List<?> list) ? list.stream().map(JsonTree::new).toList() : List.of();
	}

}
