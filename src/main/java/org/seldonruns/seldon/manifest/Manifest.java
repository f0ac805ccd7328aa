package org.seldonruns.seldon.manifest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * An uploaded SeldonDeployment, read as kubectl reads it. Only the fields that this
 * service uses are validated; the API server validates the rest. Immutable.
 */
public final class Manifest {

	/** The API group of SeldonDeployments. */
	public static final String GROUP = "machinelearning.seldon.io";

	/** The kind of SeldonDeployments. */
	public static final String KIND = "SeldonDeployment";

	/** Maximum size of an upload, in bytes. */
	public static final int MAX_BYTES = 1024 * 1024;

	/** Whitespace, a comment or a document marker before the document. */
	private static final Pattern PREAMBLE = Pattern.compile("\\s++|#[^\\r\\n]*+|---(?=\\s)");

	/** Metadata that belongs to an existing object; it is dropped from an upload. */
	private static final List<String> SERVER_OWNED = List.of("uid", "resourceVersion", "generation",
			"creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink", "managedFields",
			"ownerReferences", "finalizers");

	/** Bytes of a value with its slot in the collection around it. */
	private static final int VALUE_WEIGHT = 64;

	/**
	 * Bytes of a character: in the document, and as JSON in a text and in a request body.
	 */
	private static final int CHARACTER_WEIGHT = 4;

	private final Map<String, @Nullable Object> document;

	private final List<String> dropped;

	private Manifest(Map<String, @Nullable Object> document, List<String> dropped) {
		this.document = document;
		this.dropped = List.copyOf(dropped);
	}

	/**
	 * Reads and checks an upload: one SeldonDeployment as YAML or JSON, in UTF-8.
	 * @throws ManifestException if the upload is invalid
	 */
	public static Manifest parse(byte[] upload) {
		Map<String, @Nullable Object> document = ManifestChecks.check(read(UploadText.decode(upload)));
		List<String> dropped = new ArrayList<>();
		return new Manifest(withoutServerOwned(document, dropped), dropped);
	}

	/**
	 * Reads a text that starts with a bracket as JSON (which allows tabs), else or if
	 * that fails as YAML (whose flow style looks similar). If both fail, a quote after
	 * the bracket means that the error of the JSON parser is reported. Templating tools
	 * put comments and document markers before the JSON.
	 */
	private static @Nullable Object read(String text) {
		int start = startOf(text);
		String body = text.substring(start);
		if (!body.startsWith("{") && !body.startsWith("[")) {
			return YamlReader.read(text);
		}
		try {
			// Replaces the preamble with blanks to keep lines and columns.
			return JsonReader.read(text.substring(0, start).replaceAll("[^\\r\\n]", " ") + body);
		}
		catch (JacksonException notJson) {
			try {
				return YamlReader.read(text);
			}
			catch (ManifestException notYaml) {
				boolean jsonMeant = notYaml.kind() == ManifestException.Kind.UNREADABLE
						&& body.substring(1).stripLeading().startsWith("\"");
				throw jsonMeant ? JsonReader.refusal(notJson) : notYaml;
			}
		}
	}

	private static int startOf(String text) {
		Matcher piece = PREAMBLE.matcher(text);
		int start = 0;
		while (piece.region(start, text.length()).lookingAt()) {
			start = piece.end();
		}
		return start;
	}

	private static Map<String, @Nullable Object> withoutServerOwned(Map<String, @Nullable Object> document,
			List<String> dropped) {
		Map<String, @Nullable Object> kept = new LinkedHashMap<>(document);
		Map<String, @Nullable Object> metadata = new LinkedHashMap<>(mapping(document, "metadata"));
		drop(kept, "status", "status", dropped);
		SERVER_OWNED.forEach((key) -> drop(metadata, key, "metadata." + key, dropped));
		kept.put("metadata", Collections.unmodifiableMap(metadata));
		return Collections.unmodifiableMap(kept);
	}

	private static void drop(Map<String, @Nullable Object> mapping, String key, String shown, List<String> dropped) {
		if (mapping.remove(key) != null) {
			dropped.add(shown);
		}
	}

	@SuppressWarnings("unchecked") // the readers make no other keys
	private static Map<String, @Nullable Object> mapping(Map<String, @Nullable Object> document, String key) {
		return (Map<String, @Nullable Object>) document.getOrDefault(key, Map.of());
	}

	/** Returns the API version, such as {@code machinelearning.seldon.io/v1}. */
	public String apiVersion() {
		return (String) this.document.getOrDefault("apiVersion", "");
	}

	/** Returns the name of the resource, a DNS-1123 subdomain. */
	public String name() {
		return (String) mapping(this.document, "metadata").getOrDefault("name", "");
	}

	/** Returns the namespace, a DNS-1123 label, or null if it is not set. */
	public @Nullable String namespace() {
		// As for kubectl, an empty text counts as none.
		String namespace = (String) mapping(this.document, "metadata").get("namespace");
		return "".equals(namespace) ? null : namespace;
	}

	/** Returns {@code spec.serverType}, or null if it is not set. */
	public @Nullable String serverType() {
		return (mapping(this.document, "spec").get("serverType") instanceof String type) ? type : null;
	}

	/**
	 * Returns the document without the {@link #dropped() dropped} fields, deeply
	 * unmodifiable: maps in the order of the upload, lists, texts, booleans, nulls, whole
	 * numbers as Long, others (and whole ones beyond 64 bits) as Double.
	 */
	public Map<String, @Nullable Object> document() {
		return this.document;
	}

	/**
	 * Returns the fields that were dropped from the upload because the API server sets
	 * them.
	 * @return names such as {@code status} and {@code metadata.uid}, in a fixed order
	 */
	public List<String> dropped() {
		return this.dropped;
	}

	/** Returns remarks about fields that were removed or look like a mistake. */
	public List<ManifestNote> warnings() {
		return Stream
			.concat(this.dropped.stream()
				.map(field -> new ManifestNote("/" + field.replace('.', '/'),
						field + " was removed from the manifest, because the API server sets it.")),
					TemplatePlaceholders.in(this.document).stream())
			.toList();
	}

	/**
	 * Estimates how much memory the parsed document and one request that sends it take.
	 * @return bytes; an upper bound for the documents that {@link #parse} accepts
	 */
	public long weight() {
		return weight(this.document);
	}

	private static long weight(@Nullable Object value) {
		return switch (value) {
			case Map<?, ?> map -> VALUE_WEIGHT + map.entrySet()
				.stream()
				.mapToLong(entry -> weight(entry.getKey()) + weight(entry.getValue()))
				.sum();
			case List<?> list -> VALUE_WEIGHT + list.stream().mapToLong(Manifest::weight).sum();
			case String text -> VALUE_WEIGHT + (long) CHARACTER_WEIGHT * text.length();
			case null, default -> VALUE_WEIGHT;
		};
	}

	@Override
	public String toString() {
		return KIND + " " + name();
	}

}
