package org.seldonruns.seldon.manifest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

import org.seldonruns.seldon.manifest.DocumentLimits.Size;

/** Reads JSON strictly, with numbers as kubectl sends them. */
final class JsonReader {

	private static final JsonFactory FACTORY = new JsonFactory();

	private static final Pattern HINT = Pattern.compile(" ?\\((?:enable|for|start marker|maximum)[^)]*\\).*");

	private final JsonParser parser;

	private final DocumentLimits limits = new DocumentLimits();

	private JsonReader(JsonParser parser) {
		this.parser = parser;
	}

	/**
	 * Reads the only document in a text.
	 * @throws JacksonException if the text is not JSON; it may still be YAML
	 */
	static @Nullable Object read(String text) {
		try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
			return new JsonReader(parser).document();
		}
		catch (StreamConstraintsException ex) {
			throw ManifestException.unreadable(placeOf(ex), "This number or key is too long.");
		}
	}

	/** Converts an exception of {@link #read}. */
	static ManifestException refusal(JacksonException exception) {
		return ManifestException.unreadable(placeOf(exception), reason(exception));
	}

	private @Nullable Object document() {
		JsonToken token = this.parser.nextToken();
		UploadedDocuments documents = new UploadedDocuments();
		Position start = position();
		Object first = value(token, 0);
		documents.add(first, start);
		for (token = this.parser.nextToken(); token != null; token = this.parser.nextToken()) {
			addLater(token, documents);
		}
		documents.requireOne();
		return first;
	}

	// An error in a document after the first one must not show its content.
	private void addLater(JsonToken token, UploadedDocuments documents) {
		Position start = position();
		try {
			documents.add(value(token, 0), start);
		}
		catch (ManifestException | JacksonException invalid) {
			documents.add(invalid, start);
			throw documents.rejection();
		}
	}

	private @Nullable Object value(JsonToken token, int depth) {
		return switch (token) {
			case START_OBJECT -> object(depth + 1);
			case START_ARRAY -> array(depth + 1);
			case VALUE_STRING -> text(this.parser.getString());
			case VALUE_NUMBER_INT -> scalar(finite(KubectlNumbers.value(this.parser.getBigIntegerValue())));
			case VALUE_NUMBER_FLOAT ->
				scalar(finite(KubectlNumbers.value(Double.parseDouble(this.parser.getString()))));
			case VALUE_TRUE -> scalar(true);
			case VALUE_FALSE -> scalar(false);
			case VALUE_NULL -> scalar(null);
			case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
				throw new IllegalStateException("no value: " + token);
		};
	}

	private Map<String, @Nullable Object> object(int depth) {
		enter(depth);
		Map<String, @Nullable Object> entries = new LinkedHashMap<>();
		while (this.parser.nextToken() != JsonToken.END_OBJECT) {
			String key = text(this.parser.currentName());
			if (entries.containsKey(key)) {
				throw Violations.duplicateKey(key, position());
			}
			entries.put(key, value(this.parser.nextToken(), depth));
		}
		return Collections.unmodifiableMap(entries);
	}

	private List<@Nullable Object> array(int depth) {
		enter(depth);
		List<@Nullable Object> elements = new ArrayList<>();
		for (JsonToken token = this.parser.nextToken(); token != JsonToken.END_ARRAY; token = this.parser.nextToken()) {
			elements.add(value(token, depth));
		}
		return Collections.unmodifiableList(elements);
	}

	private void enter(int depth) {
		Position position = position();
		this.limits.checkDepth(depth, position);
		this.limits.add(Size.COLLECTION, position);
	}

	private String text(String text) {
		Position position = position();
		this.limits.add(Size.of(text), position);
		if (UploadText.hasUnpairedSurrogate(text)) {
			throw Violations.unpairedSurrogate(position);
		}
		return text;
	}

	private @Nullable Object scalar(@Nullable Object value) {
		this.limits.add(Size.COLLECTION, position());
		return value;
	}

	private Number finite(Number number) {
		if (Double.isInfinite(number.doubleValue())) {
			throw ManifestException.unreadable(position(), "The number is too large. Quote it if it is a string.");
		}
		return number;
	}

	/** Returns the message of the parser without its hints for programmers. */
	private static String reason(JacksonException exception) {
		String message = exception.getOriginalMessage().lines().findFirst().orElse("");
		return "Invalid JSON: %s.".formatted(HINT.matcher(message).replaceAll(""));
	}

	private Position position() {
		return position(this.parser.currentTokenLocation());
	}

	private static @Nullable Position placeOf(JacksonException exception) {
		return (exception.getLocation() != null) ? position(exception.getLocation()) : null;
	}

	private static Position position(TokenStreamLocation location) {
		return new Position(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
	}

}
