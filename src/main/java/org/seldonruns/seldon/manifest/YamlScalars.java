package org.seldonruns.seldon.manifest;

import java.math.BigInteger;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.events.ScalarEvent;

/** Resolves scalars by their tags, or as kubectl does if they have none. */
final class YamlScalars {

	private static final String CORE = "tag:yaml.org,2002:";

	/** The non-specific tag: a string, or the collection that has the tag. */
	private static final String NON_SPECIFIC = "!";

	private YamlScalars() {
	}

	/** Resolves a scalar that is a key or a value. */
	static @Nullable Object resolve(ScalarEvent event) {
		Position position = YamlEvents.position(event.getStartMark());
		String text = event.getValue();
		if (UploadText.hasUnpairedSurrogate(text)) {
			throw Violations.unpairedSurrogate(position);
		}
		String tag = event.getTag();
		if (tag == null) {
			return event.isPlain() ? KubectlScalars.resolve(text) : text;
		}
		return switch (tag) {
			case NON_SPECIFIC, CORE + "str" -> text;
			case CORE + "null", CORE + "bool", CORE + "int", CORE + "float" -> tagged(tag, text, position);
			default -> throw forbiddenTag(tag, position);
		};
	}

	private static @Nullable Object tagged(String tag, String text, Position position) {
		Object resolved = KubectlScalars.resolve(text);
		boolean suits = switch (tag.substring(CORE.length())) {
			case "null" -> resolved == null;
			case "bool" -> resolved instanceof Boolean;
			case "int" -> resolved instanceof Long || resolved instanceof BigInteger;
			default -> resolved instanceof Double || resolved instanceof Long;
		};
		if (!suits) {
			throw ManifestException.unreadable(position,
					"%s is not a valid value for the tag %s.".formatted(Violations.quoted(text), shown(tag)));
		}
		return resolved;
	}

	/** Rejects the tag of a collection unless it is that of its own kind. */
	static void requireTag(@Nullable String tag, String expected, Position position) {
		if (tag != null && !tag.equals(NON_SPECIFIC) && !tag.equals(CORE + expected)) {
			throw forbiddenTag(tag, position);
		}
	}

	/** Converts a resolved node into a value. */
	static @Nullable Object value(@Nullable Object resolved, Position position) {
		return switch (resolved) {
			case Double number when number.isNaN() || number.isInfinite() -> throw ManifestException.unreadable(
					position,
					"JSON has no infinity and no NaN, so Kubernetes does not accept this value. Quote it if it is a string.");
			case Double number -> KubectlNumbers.value(number.doubleValue());
			case BigInteger number -> KubectlNumbers.value(number);
			case null, default -> resolved;
		};
	}

	/** Converts a resolved node into a key. */
	static String key(@Nullable Object resolved, Position position) {
		return switch (resolved) {
			case String text -> text;
			case Boolean bool -> bool.toString();
			case Long number -> number.toString();
			case Double number -> KubectlNumbers.key(number);
			case Map<?, ?> placeholder -> throw ManifestException.unreadable(position,
					"Invalid mapping key: a mapping. If {{ … }} is a template placeholder, render the template before uploading it.");
			case null, default -> throw ManifestException.unreadable(position,
					"Invalid mapping key: %s. Quote it if it is a string.".formatted(Violations.kindOf(resolved)));
		};
	}

	private static ManifestException forbiddenTag(String tag, Position position) {
		return ManifestException.unreadable(position,
				"The tag %s is not allowed here. Remove it.".formatted(shown(tag)));
	}

	private static String shown(String tag) {
		return Violations.quoted(tag.startsWith(CORE) ? "!!" + tag.substring(CORE.length()) : tag);
	}

}
