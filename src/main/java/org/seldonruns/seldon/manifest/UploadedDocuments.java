package org.seldonruns.seldon.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Describes the documents of an upload that has several. Only the kind, the name and the
 * line of each are shown: the others may be Secrets.
 */
final class UploadedDocuments {

	private static final int SHOWN = 5;

	private static final Pattern KIND = Pattern.compile("[A-Za-z0-9]{1,63}");

	private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

	private final List<String> descriptions = new ArrayList<>();

	private int seldonDeployments;

	private @Nullable Position second;

	/**
	 * Adds a document.
	 * @param document the parsed document, or the error if it cannot be parsed
	 * @param position its first character
	 */
	void add(@Nullable Object document, Position position) {
		Map<?, ?> members = (document instanceof Map<?, ?> map) ? map : Map.of();
		Map<?, ?> metadata = (members.get("metadata") instanceof Map<?, ?> map) ? map : Map.of();
		String kind = shown(members.get("kind"), KIND);
		String name = shown(metadata.get("name"), NAME);
		descriptions.add("%s%s at line %d".formatted(kind.isEmpty() ? "document of unknown kind" : kind,
				name.isEmpty() ? "" : " " + name, position.line()));
		if (Manifest.KIND.equals(kind)) {
			seldonDeployments++;
		}
		if (descriptions.size() == 2) {
			second = position;
		}
	}

	/** Throws the {@link #rejection()} if there are several documents. */
	void requireOne() {
		if (descriptions.size() > 1) {
			throw rejection();
		}
	}

	ManifestException rejection() {
		int more = descriptions.size() - SHOWN;
		String documents = descriptions.stream().limit(SHOWN).map(each -> "a " + each).collect(Collectors.joining(", "))
				+ ((more > 0) ? " and %d more".formatted(more) : "");
		String advice = (seldonDeployments > 1) ? "Upload one SeldonDeployment at a time."
				: "Upload the SeldonDeployment alone and create the other objects first.";
		return ManifestException.unacceptable(second,
				"The upload contains %d documents (%s). %s".formatted(descriptions.size(), documents, advice));
	}

	private static String shown(@Nullable Object value, Pattern pattern) {
		return (value instanceof String text && pattern.matcher(text).matches()) ? text : "";
	}

}
