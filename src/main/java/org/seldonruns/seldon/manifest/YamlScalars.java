package org.seldonruns.seldon.manifest;

import java.math.BigInteger;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.events.ScalarEvent;

/** Resolves scalars by their tags, or as kubectl does if they have none. */
final class YamlScalars {

	private static final String CORE = "tag:yaml.org,2002:";

	/** The non-specific tag: a string, or the collection that has the tag. */
	private static final String NON_SPECIFIC = "!";

	private YamlScalars() {
	}

	static @Nullable Object resolve(ScalarEvent event) {
		Position position = YamlEvents.position(event);
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

	/** Rejects a tag that does not match the kind of the collection. */
	static void requireTag(@Nullable String tag, String expected, Position position) {
		if (tag != null && !tag.equals(NON_SPECIFIC) && !tag.equals(CORE + expected)) {
			throw forbiddenTag(tag, position);
		}
	}

	private static ManifestException forbiddenTag(String tag, Position position) {
		return ManifestException.unreadable(position,
				"The tag %s is not allowed here. Remove it.".formatted(shown(tag)));
	}

	private static String shown(String tag) {
		return Violations.quoted(tag.startsWith(CORE) ? "!!" + tag.substring(CORE.length()) : tag);
	}

}
