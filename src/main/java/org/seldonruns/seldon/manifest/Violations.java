package org.seldonruns.seldon.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.seldonruns.seldon.manifest.ManifestException.Violation;

/** Collects the errors of a document and formats their messages. */
final class Violations {

	/** Maximum number of reported errors. */
	static final int MAXIMUM = 50;

	private static final int MAX_QUOTED = 60;

	/** No key that Kubernetes allows in metadata is longer. */
	private static final int MAX_KEY = 320;

	private final List<Violation> violations = new ArrayList<>();

	void add(String pointer, String detail) {
		if (this.violations.size() < MAXIMUM) {
			this.violations.add(new Violation(pointer, null, null, detail));
		}
	}

	void throwIfAny() {
		if (!this.violations.isEmpty()) {
			throw ManifestException.unacceptable(this.violations);
		}
	}

	/** Like {@link #requiredMapping}, but the value may be absent. */
	@Nullable Map<?, ?> mapping(String pointer, @Nullable Object value) {
		return (value != null) ? requiredMapping(pointer, value) : null;
	}

	/** Returns the value as a mapping, or null if it is none, which is a violation. */
	@Nullable Map<?, ?> requiredMapping(String pointer, @Nullable Object value) {
		if (value instanceof Map<?, ?> mapping) {
			return mapping;
		}
		add(pointer, "%s must be a mapping, but is %s.".formatted(path(pointer), kindOf(value)));
		return null;
	}

	/**
	 * Returns the value as a list, empty if it is not set or not a list, which is a
	 * violation.
	 */
	List<?> list(String pointer, @Nullable Object value) {
		if (value instanceof List<?> list) {
			return list;
		}
		if (value != null) {
			add(pointer, "%s must be a list, but is %s.".formatted(path(pointer), kindOf(value)));
		}
		return List.of();
	}

	/** Appends a key to a JSON pointer (RFC 6901). */
	static String below(String pointer, Object key) {
		return pointer + "/" + excerpt(key.toString(), MAX_KEY).replace("~", "~0").replace("/", "~1");
	}

	/** Formats a pointer as a path: {@code spec.predictors[0].replicas}. */
	static String path(String pointer) {
		return pointer.substring(1)
			.replaceAll("/([0-9]+)(?=/|$)", "[$1]")
			.replace('/', '.')
			.replace("~1", "/")
			.replace("~0", "~");
	}

	static String kindOf(@Nullable Object value) {
		return switch (value) {
			case null -> "null";
			case Map<?, ?> mapping -> "a mapping";
			case List<?> list -> "a list";
			case String text -> "the string " + quoted(text);
			default -> value.toString();
		};
	}

	/** Quotes a string of the upload, shortened and without control characters. */
	static String quoted(String text) {
		return '"' + excerpt(text, MAX_QUOTED).replaceAll("\\p{Cntrl}", "?") + '"';
	}

	static ManifestException duplicateKey(String key, Position position) {
		return ManifestException.unreadable(position, "Duplicate key %s.".formatted(quoted(key)));
	}

	static ManifestException unpairedSurrogate(Position position) {
		return ManifestException.unreadable(position,
				"The string contains an unpaired surrogate. Correct its escape sequences.");
	}

	private static String excerpt(String text, int maximum) {
		if (text.length() <= maximum) {
			return text;
		}
		return text.substring(0, text.offsetByCodePoints(0, maximum / 2)) + "…";
	}

}
