package org.seldonruns.seldon.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Detects placeholders of templates that were not rendered: those of Helm, Jinja and Argo
 * ({@code {{ … }}}), of envsubst ({@code ${…}}), and those for people ({@code <…>}).
 */
final class TemplatePlaceholders {

	static final String ADVICE = "It looks like a template placeholder; render the template before uploading it.";

	private static final Pattern IN_NAMES = Pattern.compile("\\{\\{.*|\\$\\{.*|<[^<>]+>");

	private static final Pattern IN_TEXTS = Pattern.compile("\\{\\{[^{}]+}}|\\$\\{[^{}]+}");

	/** Shells and scripts have their own placeholders there. */
	private static final Set<String> SCRIPTS = Set.of("command", "args", "annotations", "data");

	private TemplatePlaceholders() {
	}

	static boolean isInName(String name) {
		return IN_NAMES.matcher(name).find();
	}

	/** Returns a note about each text of a valid document that contains a placeholder. */
	static List<ManifestNote> in(Map<String, @Nullable Object> document) {
		List<ManifestNote> notes = new ArrayList<>();
		search("", document, notes);
		return notes;
	}

	private static void search(String pointer, @Nullable Object value, List<ManifestNote> notes) {
		switch (value) {
			case Map<?, ?> mapping -> mapping.forEach((key, member) -> {
				if (!SCRIPTS.contains(String.valueOf(key))) {
					search(Violations.below(pointer, String.valueOf(key)), member, notes);
				}
			});
			case List<?> list -> {
				for (int i = 0; i < list.size(); i++) {
					search(pointer + "/" + i, list.get(i), notes);
				}
			}
			case String text when IN_TEXTS.matcher(text).find() -> notes.add(new ManifestNote(pointer,
					"%s is %s. %s".formatted(Violations.path(pointer), Violations.quoted(text), ADVICE)));
			case null, default -> {
			}
		}
	}

}
